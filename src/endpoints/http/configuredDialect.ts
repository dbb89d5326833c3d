import type { JsonObject } from '../../core/base/jsonValue.ts';
import { type EndpointIdentity, identityKeys } from '../contract/identity.ts';

/** What the configurations of all HTTP kinds have in common here. */
interface DialectConfig {
  kind: string;
  model: string;
  provider: string;
  stream: boolean;
  ttftVisibleTokensOnly?: boolean;
}

/** The part of a dialect that follows from its configuration alone. */
export abstract class ConfiguredDialect<C extends DialectConfig> {
  readonly identity: EndpointIdentity;
  protected readonly config: C;

  constructor(config: C, endpointName: string) {
    const { kind, model, provider, stream, ttftVisibleTokensOnly = true } = config;
    this.config = config;
    this.identity = {
      kind,
      modelId: model,
      provider,
      endpointName,
      stream,
      visibleTokensOnly: ttftVisibleTokensOnly,
    };
  }

  /**
   * LLMeter's serialised form (llmeter-format 1.0). `whole` and `streamed` are LLMeter's classes for the
   * two ways of answering; only the second has the option about its TTFT. `more` follows the common keys.
   */
  protected dictOf(whole: string, streamed: string, more: JsonObject = {}): JsonObject {
    const { stream, visibleTokensOnly } = this.identity;
    const keys = { ...identityKeys(this.identity), ...more };
    return stream
      ? { ...keys, ttft_visible_tokens_only: visibleTokensOnly, endpoint_type: streamed }
      : { ...keys, endpoint_type: whole };
  }
}
