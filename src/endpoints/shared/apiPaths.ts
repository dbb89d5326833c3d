/** What follows the base URL in the addresses of each kind's API. A group captures the model's name. */
export interface ApiPath {
  /** Ids of the endpoint kinds that send requests to such an address. */
  kinds: readonly string[];
  end: RegExp;
}

const chatKinds = ['openai-chat', 'litellm'];

export const apiPaths: readonly ApiPath[] = [
  { kinds: chatKinds, end: /\/chat\/completions$/ },
  { kinds: ['openai-responses'], end: /\/responses$/ },
  { kinds: ['anthropic-messages'], end: /\/v1\/messages(?:\/count_tokens)?$/ },
  { kinds: ['bedrock-converse'], end: /\/model\/([^/]+)\/converse(?:-stream)?$/ },
  {
    kinds: ['bedrock-invoke', 'anthropic-messages'],
    end: /\/model\/([^/]+)\/invoke(?:-with-response-stream)?$/,
  },
  { kinds: ['sagemaker'], end: /\/endpoints\/([^/]+)\/invocations(?:-response-stream)?$/ },
  {
    kinds: ['google-gemini'],
    end: /\/(?:models|tunedModels)\/([^/:]+)(?::(?:stream)?[gG]enerateContent|:countTokens)?$/,
  },
];

/** Addresses of APIs that have no endpoint kind, and what is there. */
export const otherPaths: readonly { end: RegExp; what: string }[] = [
  {
    end: /\/api\/(?:chat|generate|tags)$|:11434\/api$/,
    what: 'Ollama’s own API; its OpenAI API is under /v1',
  },
  { end: /\/(?<!chat\/)completions$/, what: 'the older Completions API' },
  { end: /\/messages$/, what: 'the Messages API, which is always at /v1/messages below the base URL' },
  {
    end: /\/(?:embeddings|rerank|moderations|realtime|images\/generations|audio\/[a-z]+)$/,
    what: 'an API that does not generate text',
  },
];
