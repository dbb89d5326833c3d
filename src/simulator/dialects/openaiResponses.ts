import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { Generation, RequestedThinking } from '../scenario/generation.ts';
import { type Dialect, flat, Refusal, type StreamedAnswer } from './dialect.ts';
import { bearerToken, parseObject, promptOf } from './jsonRequest.ts';
import { openaiChat } from './openaiChat.ts';
import { openaiErrorResponse } from './openaiErrors.ts';
import {
  contentPart,
  finishedItem,
  itemObject,
  type OutputItem,
  type OutputPartKind,
  outputItems,
  reasoningPart,
  responseId,
  responseObject,
} from './openaiResponseObject.ts';
import { obfuscations, tokenLimit, unreadableJson, vendorHeaders } from './openaiVendor.ts';
import { thinkingByEffort } from './thinking.ts';

/** The names of the events of a text, and of the part that contains it. */
const eventOf: Readonly<Record<OutputPartKind, { text: string; part: string }>> = {
  text: { text: 'response.output_text', part: 'response.content_part' },
  reasoning: { text: 'response.reasoning_text', part: 'response.content_part' },
  summary: { text: 'response.reasoning_summary_text', part: 'response.reasoning_summary_part' },
};

/**
 * OpenAI Responses, as api.openai.com, Azure OpenAI and compatible servers serve them. Streamed reasoning is
 * reasoning text, as from open-weight models, or a summary where the request asks for one. Hidden reasoning is an
 * item without content.
 */
export const openaiResponses: Dialect = {
  name: 'openai-responses',
  methods: { generate: 'POST', models: 'GET' },

  // The models are listed by chat completions, which have the same address for them.
  match: path => (/^(?:\/openai)?(?:\/v1)?\/responses$/.test(path) ? 'generate' : null),

  key: headers => headers.get('api-key') ?? bearerToken(headers),

  read(request) {
    const body = parseObject(request.body, unreadableJson);
    const { model, input, stream_options: options } = body;
    const required = (field: string, holds: boolean): void => {
      if (holds) return;
      const message = `Missing required parameter: '${field}'.`;
      throw new Refusal({ kind: 'badRequest', message, field, missing: true });
    };
    required('model', typeof model === 'string' && model !== '');
    required('input', typeof input === 'string' || Array.isArray(input));
    for (const option of Object.keys(isJsonObject(options) ? options : {})) {
      if (option === 'include_obfuscation') continue;
      const field = `stream_options.${option}`;
      throw new Refusal({ kind: 'badRequest', message: `Unknown parameter: '${field}'.`, field });
    }
    return {
      model: String(model),
      stream: body['stream'] === true,
      maxTokens: tokenLimit(body, 'max_output_tokens'),
      ...promptOf(body['instructions'], input),
      caching: 'automatic',
      thinking: thinkingOf(body['reasoning']),
      body,
    };
  },

  answerId: responseId,

  streamHeaders: generation => [
    ['content-type', 'text/event-stream; charset=utf-8'],
    ...vendorHeaders(generation.entropy),
  ],

  stream(asked, generation) {
    const events = new EventList();
    const begun = { response: responseObject(asked, generation, false) };
    events.add('response.created', begun, 0);
    events.add('response.in_progress', begun, 0);
    const items = outputItems(asked, generation);
    for (const [index, item] of items.entries()) {
      const end = items[index + 1]?.chunks[0]?.at ?? generation.doneAt;
      addItem(events, item, index, end, generation);
    }
    const last = generation.cutByLimit ? 'response.incomplete' : 'response.completed';
    events.add(last, { response: responseObject(asked, generation, true) }, generation.doneAt);
    const options = asked.body['stream_options'];
    const padded = !isJsonObject(options) || options['include_obfuscation'] !== false;
    const partOf = { text: 'text', reasoning: reasoningPart(asked) } as const;
    return {
      events: events.list,
      encode: ({ kind, text }, index) => [
        deltaStart[partOf[kind]],
        String(index),
        events.beforeDelta[partOf[kind]],
        JSON.stringify(text),
        kind === 'text' ? ',"logprobs":[]' : '',
        padded ? (obfuscations[index % obfuscations.length] ?? '') : '',
        '}\n\n',
      ],
    };
  },

  whole(asked, generation) {
    return {
      status: 200,
      headers: [['content-type', 'application/json'], ...vendorHeaders(generation.entropy)],
      body: `${JSON.stringify(responseObject(asked, generation, true), null, 2)}\n`,
    };
  },

  models: openaiChat.models,

  refuse(reason, model, entropy) {
    const { status, headers, body } = openaiErrorResponse(reason, model);
    return {
      status,
      headers: [['content-type', 'application/json; charset=utf-8'], ...vendorHeaders(entropy), ...headers],
      body,
    };
  },

  // The documentation shows these members at the top level; the API sends them inside `error`.
  errorEvent: () =>
    `event: error\ndata: ${JSON.stringify({ type: 'error', sequence_number: 4, error: serverError })}\n\n`,

  malformedEvent: () =>
    'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":4,"del\n\n',
};

/** The events of a stream, numbered in order. */
class EventList {
  readonly list: StreamedAnswer['events'][number][] = [];
  /** What stands between the number and the text of a delta, by the kind of part. */
  readonly beforeDelta: Record<OutputPartKind, string> = { text: '', reasoning: '', summary: '' };

  add(type: string, fields: JsonObject, at: number): void {
    const data = JSON.stringify({ type, sequence_number: this.list.length, ...fields });
    this.list.push({ payload: `event: ${type}\ndata: ${data}\n\n`, at });
  }
}

/** Adds the events of an item of the output. Hidden reasoning has no content between its ends. */
function addItem(
  events: EventList,
  item: OutputItem,
  index: number,
  end: number,
  generation: Generation,
): void {
  const { kind, chunks } = item;
  // A reasoning item is announced at once, a message with its first chunk.
  const begin = kind === 'reasoning' ? 0 : (chunks[0]?.at ?? generation.doneAt);
  const begun = { output_index: index, item: itemObject(item, 'in_progress', []) };
  events.add('response.output_item.added', begun, begin);
  if (kind === 'text' || chunks.length > 0) addContent(events, item, index, begin, end);
  const done = { output_index: index, item: finishedItem(item, generation) };
  events.add('response.output_item.done', done, end);
}

function addContent(events: EventList, item: OutputItem, index: number, begin: number, end: number): void {
  const { kind, part, id, text, chunks } = item;
  const indexName = part === 'summary' ? 'summary_index' : 'content_index';
  const place = { item_id: id, output_index: index, [indexName]: 0 };
  const names = eventOf[part];
  events.add(`${names.part}.added`, { ...place, part: contentPart(part, '') }, begin);
  events.beforeDelta[part] = flat(`,${JSON.stringify(place).slice(1, -1)},"delta":`);
  events.list.push(...chunks.map(chunk => ({ chunk })));
  events.add(`${names.text}.done`, { ...place, text, ...(kind === 'text' && { logprobs: [] }) }, end);
  events.add(`${names.part}.done`, { ...place, part: contentPart(part, text) }, end);
}

const serverError = {
  type: 'server_error',
  code: 'server_error',
  message: 'The server had an error processing your request. Sorry about that!',
  param: null,
};

function startOf(kind: OutputPartKind): string {
  const type = `${eventOf[kind].text}.delta`;
  return flat(`event: ${type}\ndata: {"type":"${type}","sequence_number":`);
}

const deltaStart = {
  text: startOf('text'),
  reasoning: startOf('reasoning'),
  summary: startOf('summary'),
};

function thinkingOf(reasoning: unknown): RequestedThinking | null {
  if (!isJsonObject(reasoning)) return null;
  const summary = reasoning['summary'] ?? null;
  const thinking = thinkingByEffort(reasoning['effort'] ?? (summary && 'medium'), 'reasoning.effort');
  return thinking && { ...thinking, shown: summary === null ? null : true };
}
