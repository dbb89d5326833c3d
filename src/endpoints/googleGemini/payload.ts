import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import { optionRefusal, refuseCachePoint, unknownEffort } from '../shared/optionRefusal.ts';
import { geminiParts } from './content.ts';

const efforts: readonly Effort[] = ['minimal', 'low', 'medium', 'high'];

/** A request of generateContent. Throws UserError. */
export function geminiPayload(kind: string, prompt: string, options: PayloadOptions): JsonObject {
  const { maxTokens, system, media, earlier = [], thinking, cachePoint } = options;
  refuseCachePoint(
    kind,
    cachePoint,
    'caches on its own. To use a cache that you created, name it as cachedContent in a "payload".',
  );
  const thinkingConfig = thinking && thinkingConfigOf(kind, thinking);
  return {
    contents: [
      ...earlier.map(({ role, text }) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] })),
      { role: 'user', parts: geminiParts(kind, prompt, media) },
    ],
    generationConfig: { maxOutputTokens: maxTokens, ...(thinkingConfig && { thinkingConfig }) },
    ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }),
  };
}

/** Gemini 3 has levels, Gemini 2.5 budgets; a request must not have both. Throws UserError. */
function thinkingConfigOf(kind: string, thinking: Thinking): JsonObject {
  if (thinking.mode === 'disabled') return { thinkingBudget: 0 };
  const { mode, effort, display } = thinking;
  const budget = mode === 'enabled' ? thinking.budgetTokens : undefined;
  if (effort !== undefined && !efforts.includes(effort)) throw unknownEffort(kind, effort, efforts);
  if (effort !== undefined && budget !== undefined) {
    throw optionRefusal(kind, 'thinking.budgetTokens', 'accepts either it or "thinking.effort", not both.');
  }
  if (mode === 'enabled' && effort === undefined && budget === undefined && display === undefined) {
    throw optionRefusal(kind, 'thinking', 'also requires "effort", "budgetTokens" or "display".');
  }
  return {
    ...(budget !== undefined && { thinkingBudget: budget }),
    ...(effort && { thinkingLevel: effort.toUpperCase() }),
    ...(mode === 'adaptive' && effort === undefined && { thinkingBudget: -1 }),
    ...(display && { includeThoughts: display === 'summarized' }),
  };
}
