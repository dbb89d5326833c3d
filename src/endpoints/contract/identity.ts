import type { JsonObject } from '../../core/base/jsonValue.ts';

/** Which endpoint is measured, and which kind of answer it gives. */
export interface EndpointIdentity {
  /** Id of its `EndpointKind`. */
  readonly kind: string;
  readonly modelId: string;
  readonly provider: string;
  /** LLMeter's `endpoint_name`. */
  readonly endpointName: string;
  readonly stream: boolean;
  /** LLMeter's `ttft_visible_tokens_only` where the API has it, else true. */
  readonly visibleTokensOnly: boolean;
}

/** The keys that LLMeter's serialised form of every endpoint has. */
export function identityKeys({ endpointName, modelId, provider }: EndpointIdentity): JsonObject {
  return { endpoint_name: endpointName, model_id: modelId, provider };
}
