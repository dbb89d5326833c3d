import type { JsonObject } from '../../core/base/jsonValue.ts';
import { efforts, type Thinking } from '../../core/plan/payloadOptions.ts';
import type { ThinkingForm } from '../contract/endpointKind.ts';
import { effortIn, optionRefusal } from '../shared/optionRefusal.ts';

/** The thinking options of a Chat Completions request. Throws UserError. */
export function chatThinking(
  kind: string,
  thinking: Thinking | undefined,
  form: ThinkingForm | undefined,
): JsonObject {
  if (!thinking) return {};
  switch (form) {
    case 'openrouter':
      return { reasoning: openrouterReasoning(thinking) };
    case 'chatTemplate':
      return templateThinking(kind, thinking);
    case 'deepseek':
      return { thinking: { type: switched(kind, thinking) ? 'enabled' : 'disabled' } };
    case undefined:
      return { reasoning_effort: openaiEffort(kind, thinking) };
  }
}

/** The effort, which OpenAI's models require. Throws UserError. */
function openaiEffort(kind: string, thinking: Thinking): string {
  if (thinking.mode === 'disabled') return 'none';
  const effort = effortIn(kind, thinking, efforts);
  if (effort !== undefined) return effort;
  throw optionRefusal(kind, 'thinking.effort', `requires an effort: ${efforts.join(', ')}.`);
}

/** OpenRouter's option, the same for all the models behind it. */
function openrouterReasoning(thinking: Thinking): JsonObject {
  if (thinking.mode === 'disabled') return { enabled: false };
  const { effort, display } = thinking;
  const budget = thinking.mode === 'enabled' ? thinking.budgetTokens : undefined;
  return {
    ...(budget === undefined && effort === undefined && { enabled: true }),
    ...(effort && { effort }),
    ...(budget !== undefined && { max_tokens: budget }),
    ...(display && { exclude: display === 'omitted' }),
  };
}

/** Chat templates such as Qwen's have a switch; models with levels of effort get one. */
function templateThinking(kind: string, thinking: Thinking): JsonObject {
  if (thinking.mode !== 'disabled' && thinking.effort !== undefined) {
    return { reasoning_effort: openaiEffort(kind, thinking) };
  }
  return { chat_template_kwargs: { enable_thinking: switched(kind, thinking) } };
}

/** On or off, for servers that have nothing in between. Throws UserError for options of other servers. */
function switched(kind: string, thinking: Thinking): boolean {
  if (thinking.mode === 'disabled') return false;
  if (effortIn(kind, thinking, efforts) === undefined) return true;
  throw optionRefusal(
    kind,
    'thinking.effort',
    'can only turn it on or off for this server: remove "effort".',
  );
}
