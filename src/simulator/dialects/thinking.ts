import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { RequestedThinking } from '../scenario/generation.ts';
import { Refusal } from './dialect.ts';

/** The effort that each vendor's word stands for, relative to a request without one. */
const efforts: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 0.25,
  low: 0.5,
  medium: 1,
  high: 2,
  xhigh: 3,
  max: 4,
};

/** The smallest budget that the Messages API accepts. */
const leastBudget = 1024;

/** Reads an effort, as OpenAI's APIs accept it; null where there is none. Throws Refusal. */
export function effortOf(word: unknown, field: string): number | null {
  if (word === undefined || word === null) return null;
  const effort = typeof word === 'string' ? efforts[word.toLowerCase()] : undefined;
  if (effort !== undefined) return effort;
  const known = Object.keys(efforts).map(name => `'${name}'`);
  refuse(field, `Invalid value: ${JSON.stringify(word)}. Supported values are: ${known.join(', ')}.`);
}

/** What `reasoning_effort` or a similar option asks for. Throws Refusal. */
export function thinkingByEffort(word: unknown, field: string): RequestedThinking | null {
  const effort = effortOf(word, field);
  return effort === null ? null : { effort, budget: null, shown: null };
}

/** What `thinking` and `output_config` of the Messages API ask for. Throws Refusal. */
export function readClaudeThinking(fields: JsonObject, maxTokens: number | null): RequestedThinking | null {
  const { thinking, output_config: config } = fields;
  if (!isJsonObject(thinking)) return null;
  const { type, display } = thinking;
  if (type === 'disabled') return { effort: 0, budget: null, shown: null };
  const budget = type === 'enabled' ? readBudget(thinking, maxTokens) : null;
  if (type !== 'enabled' && type !== 'adaptive') {
    refuse('thinking.type', "thinking.type: Input should be 'enabled', 'adaptive' or 'disabled'");
  }
  const effort = isJsonObject(config) ? effortOf(config['effort'], 'output_config.effort') : null;
  return {
    effort: effort ?? 1,
    budget,
    shown: display === 'omitted' ? false : display === 'summarized' ? true : null,
  };
}

function readBudget({ budget_tokens: budget }: JsonObject, maxTokens: number | null): number {
  const field = 'thinking.enabled.budget_tokens';
  if (!Number.isInteger(budget) || Number(budget) < leastBudget) {
    refuse(field, `${field}: Input should be greater than or equal to ${leastBudget}`);
  }
  if (maxTokens !== null && Number(budget) >= maxTokens) {
    refuse(field, '`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  return Number(budget);
}

function refuse(field: string, message: string): never {
  throw new Refusal({ kind: 'badRequest', message, field });
}

/** What a request to a model on Bedrock asks for, in the form of the model's vendor. Throws Refusal. */
export function readModelThinking(fields: JsonObject, maxTokens: number | null): RequestedThinking | null {
  return (
    readClaudeThinking(fields, maxTokens) ?? thinkingByEffort(fields['reasoning_effort'], 'reasoning_effort')
  );
}
