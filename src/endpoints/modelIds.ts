import { asText, at, listOf } from './jsonAccess.ts';

/** Model ids of `{data: [{id}]}`, the form of OpenAI, Anthropic and every compatible server. */
export function listedIds(body: unknown): string[] {
  return listOf(at(body, 'data')).flatMap(model => asText(at(model, 'id')) ?? []);
}
