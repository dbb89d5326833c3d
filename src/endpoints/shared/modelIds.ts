import { asText, at, listOf } from '../http/jsonAccess.ts';

/** Model ids of `{data: [{id}]}`, as OpenAI, Anthropic and compatible servers answer. Together sends a bare list. */
export function listedIds(body: unknown): string[] {
  const models = Array.isArray(body) ? body : at(body, 'data');
  return listOf(models).flatMap(model => asText(at(model, 'id')) ?? []);
}
