import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { Thinking } from '../scenario/generation.ts';
import { Refusal } from './dialect.ts';

/** How the vendors' words for effort compare with no word at all. */
const efforts: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 0.25,
  low: 0.5,
  medium: 1,
  high: 2,
  xhigh: 3,
  max: 4,
};

/** Least budget of the Messages API. */
const leastBudget = 1024;

/** Reads a word for effort, as OpenAI's APIs take it; null where there is none. Throws Refusal. */
export function effortOf(word: unknown, field: string): number | null {
  if (word === undefined || word === null) return null;
  const effort = typeof word === 'string' ? efforts[word.toLowerCase()] : undefined;
  if (effort !== undefined) return effort;
  const known = Object.keys(efforts).map(name => `'${name}'`);
  const message = `Invalid value: ${JSON.stringify(word)}. Supported values are: ${known.join(', ')}.`;
  throw new Refusal({ kind: 'badRequest', message, field });
}

/** What `reasoning_effort` or its like asks for. Throws Refusal. */
export function thinkingByEffort(word: unknown, field: string): Thinking | null {
  const effort = effortOf(word, field);
  return effort === null ? null : { effort, budget: null, shown: null };
}

/** What `thinking` and `output_config` of the Messages API ask for, wherever they stand. Throws Refusal. */
export function claudeThinking(fields: JsonObject, maxTokens: number | null): Thinking | null {
  const { thinking, output_config: config } = fields;
  if (!isJsonObject(thinking)) return null;
  const { type, budget_tokens: budget, display } = thinking;
  if (type === 'disabled') return { effort: 0, budget: null, shown: null };
  const refuse = (field: string, message: string): never => {
    throw new Refusal({ kind: 'badRequest', message, field });
  };
  if (type === 'enabled') {
    const field = 'thinking.enabled.budget_tokens';
    if (!Number.isInteger(budget) || Number(budget) < leastBudget) {
      refuse(field, `${field}: Input should be greater than or equal to ${leastBudget}`);
    }
    if (maxTokens !== null && Number(budget) >= maxTokens) {
      refuse(field, '`max_tokens` must be greater than `thinking.budget_tokens`.');
    }
  } else if (type !== 'adaptive') {
    refuse('thinking.type', "thinking.type: Input should be 'enabled', 'adaptive' or 'disabled'");
  }
  const effort = isJsonObject(config) ? effortOf(config['effort'], 'output_config.effort') : null;
  return {
    effort: effort ?? 1,
    budget: type === 'enabled' ? Number(budget) : null,
    shown: display === 'omitted' ? false : display === 'summarized' ? true : null,
  };
}

/** What models on Bedrock are asked for, each in its vendor's form. Throws Refusal. */
export function modelThinking(fields: JsonObject, maxTokens: number | null): Thinking | null {
  return (
    claudeThinking(fields, maxTokens) ?? thinkingByEffort(fields['reasoning_effort'], 'reasoning_effort')
  );
}
