import type { RefusedRequest } from './refusedRequest.ts';

/** How servers say that they do not take a parameter, or a value of it. */
const refused =
  /\b(un(known|supported|recognized|expected)|invalid|not (supported|permitted|allowed|recognized|available)|does(n['’]t| not) support|extra|cannot|must|only|forbidden|deprecated)/i;

const tooMany =
  /too (large|high|big)|at most|less than or equal|maximum (allowed|value)|exceed|<= ?\d|> ?\d/i;
const tooFew = /below (the )?minimum|at least|greater than or equal|>= ?\d/i;

/** Names of the limit of output tokens in all APIs. */
const limitNames = /max_(completion_|output_|new_)?tokens|maxOutputTokens|maxTokens/;

/** Parameters by the setting that they come from. A name that is also a word counts only in quotes. */
const settings: readonly (readonly [name: RegExp, advice: string])[] = [
  [
    /reasoning_effort|['"`](reasoning|thinking)\b|thinking_?(config|budget|level)|budget_tokens|enable_thinking|chat_template_kwargs|output_config/i,
    'Leave out "thinking" (--thinking), or choose what this model supports.',
  ],
  [/prompt_cache_(key|breakpoint)|cache_control|cachePoint/, 'Leave out "cachePoint" (--cache-point).'],
  [
    /['"`]stream['"`]|stream(ing)?( responses?)? (is|are) not (supported|available)|not support streaming/i,
    'Set "stream" to false (--no-stream).',
  ],
  [
    /['"`](system|developer)['"`]|system (role|message|prompt|instruction)/i,
    'Leave out "system" (--system).',
  ],
  [
    /['"`](temperature|top_?[pk]|seed|stop|n|logprobs|tools|tool_choice|user|metadata|store)['"`]|(frequency|presence|repetition)_penalty|min_(p|tokens)|ignore_eos|top_logprobs|response_format|parallel_tool_calls|service_tier/i,
    'It comes from the payload or from "body" (--body): leave it out there.',
  ],
];

/** Which setting sends what the server does not take; null = its words name none. */
export function parameterHint({ said, kind }: RefusedRequest): string | null {
  if (limitNames.test(said)) {
    if (tooFew.test(said)) return 'Raise "maxTokens" (--max-tokens).';
    if (tooMany.test(said)) return 'Lower "maxTokens" (--max-tokens).';
  }
  if (!refused.test(said)) return null;
  if (/stream_options|include_usage/.test(said)) return usageHint(kind);
  const limit = kind === 'openai-chat' ? /max_(completion_)?tokens/.exec(said)?.[0] : undefined;
  if (limit !== undefined) {
    const other = limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    return `Set "tokenLimit" of the endpoint to "${other}" (--token-limit ${other}).`;
  }
  return settings.find(([name]) => name.test(said))?.[1] ?? null;
}

function usageHint(kind: string): string {
  return kind === 'openai-chat'
    ? 'Set "askUsage" of the endpoint to false (--no-ask-usage): the server then is not asked for token counts.'
    : 'It asks for token counts: use the kind "openai-chat" (--endpoint), whose "askUsage" turns that off.';
}
