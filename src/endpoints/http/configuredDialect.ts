import type { JsonObject } from '../../core/base/jsonValue.ts';

/** What the configurations of all kinds that go over HTTP have in common here. */
interface DialectConfig {
  model: string;
  provider: string;
  stream: boolean;
  ttftVisibleTokensOnly?: boolean;
}

/** The half of a dialect that its configuration says. */
export abstract class ConfiguredDialect<C extends DialectConfig> {
  protected readonly config: C;
  abstract readonly endpointName: string;

  constructor(config: C) {
    this.config = config;
  }

  get modelId() {
    return this.config.model;
  }
  get provider() {
    return this.config.provider;
  }
  get stream() {
    return this.config.stream;
  }
  get visibleTokensOnly() {
    return this.config.ttftVisibleTokensOnly ?? true;
  }

  /**
   * LLMeter's serialised form (llmeter-format 1.0) of a class and its streaming sister, `more` behind the names
   * that all have; the sister says which tokens count for its TTFT.
   */
  protected dictOf(whole: string, streamed: string, more: JsonObject = {}): JsonObject {
    const { endpointName, modelId, provider, visibleTokensOnly } = this;
    const named = { endpoint_name: endpointName, model_id: modelId, provider, ...more };
    return this.stream
      ? { ...named, ttft_visible_tokens_only: visibleTokensOnly, endpoint_type: streamed }
      : { ...named, endpoint_type: whole };
  }
}
