import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';

/** Where the APIs have their options for reasoning, apart from the payload itself. */
const places: readonly (readonly string[])[] = [
  [],
  ['thinking'],
  ['reasoning'],
  ['chat_template_kwargs'],
  ['generationConfig', 'thinkingConfig'],
  ['additionalModelRequestFields'],
  ['additionalModelRequestFields', 'thinking'],
  ['additionalModelRequestFields', 'reasoningConfig'],
];

const budgets: readonly string[] = ['budget_tokens', 'thinkingBudget', 'thinking_budget'];

/** Most output tokens that a payload of any API allows for reasoning; null if it does not say. */
export function reasoningLimit(payload: JsonObject): number | null {
  for (const place of places) {
    const options = place.reduce<JsonValue | undefined>(
      (part, key) => (isJsonObject(part) ? part[key] : undefined),
      payload,
    );
    if (!isJsonObject(options)) continue;
    if (place.length > 0 && isOff(options)) return 0;
    if (options['reasoning_effort'] === 'none' || options['enable_thinking'] === false) return 0;
    const limit = budgetIn(options, place.at(-1) === 'reasoning');
    if (limit !== null) return limit;
  }
  return null;
}

function isOff({ type, enabled, effort }: JsonObject): boolean {
  return type === 'disabled' || enabled === false || effort === 'none';
}

/** OpenRouter calls the budget `max_tokens`. Below zero = the model decides. */
function budgetIn(options: JsonObject, isOpenRouter: boolean): number | null {
  for (const name of isOpenRouter ? ['max_tokens'] : budgets) {
    const budget = options[name];
    if (typeof budget === 'number' && budget >= 0) return budget;
  }
  return null;
}
