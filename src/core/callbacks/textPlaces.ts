/** A text in a payload: the one that the model reads first, the user's prompt, or the system prompt. */
export const cacheTargets = ['start', 'prompt', 'system'] as const;

export type CacheTarget = (typeof cacheTargets)[number];

/** Inserts a text in front of the text at one position of a payload, in place. */
export type Prefix = (tag: string) => void;

type Holder = Record<string | number, unknown>;

interface Message {
  system: boolean;
  user: boolean;
  place: Prefix | null;
}

/**
 * The positions where the texts that caches are looked up by begin, in the payloads of all endpoint kinds.
 * Empty if the payload has no such text or an unknown form. A payload changes only when a `Prefix` is called.
 */
export function textPlaces(payload: object, target: CacheTarget): Prefix[] {
  const system = systemField(payload as Holder);
  const messages = messagesOf(payload as Holder);
  const systemMessages = messages.filter(message => message.system);
  const plain = plainPrompts(payload as Holder);
  switch (target) {
    case 'system':
      return system ?? known(systemMessages.slice(0, 1));
    case 'prompt':
      return messages.length > 0 ? known([messages.find(message => message.user)]) : plain;
    case 'start':
      if (system !== null) return system;
      // Servers may move a system message to the front from any position.
      return messages.length > 0 ? known(new Set([messages[0], ...systemMessages])) : plain;
  }
}

/** The position of the text at a path of keys and indexes, e.g. `input.0.text`; [] if there is no text. */
export function placesAt(payload: object, path: string): Prefix[] {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let here: unknown = payload;
  for (const step of steps) here = isHolder(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  const place = isHolder(here) && Object.hasOwn(here, last) ? placeIn(here, last) : null;
  return place ? [place] : [];
}

/** null = the payload has no field for a system prompt; [] = it has one without a text. */
function systemField(payload: Holder): Prefix[] | null {
  // Gemini's field holds a list of parts.
  const instruction = payload['systemInstruction'] ?? payload['system_instruction'];
  if (isHolder(instruction)) return orNone(placeIn(instruction, 'parts'));
  // Anthropic and Converse; Responses; Cohere on Bedrock.
  const key = ['system', 'instructions', 'preamble'].find(
    name => payload[name] !== undefined && payload[name] !== null,
  );
  return key === undefined ? null : orNone(placeIn(payload, key));
}

/** The messages of a conversation, in the order in which the model reads them. */
function messagesOf(payload: Holder): Message[] {
  // Chat Completions, LiteLLM, Anthropic, Converse, chat models of Invoke and SageMaker; Responses; Gemini.
  for (const [list, content] of [
    ['messages', 'content'],
    ['input', 'content'],
    ['contents', 'parts'],
  ] as const) {
    const turns = payload[list];
    if (Array.isArray(turns)) return turns.filter(isHolder).map(turn => messageOf(turn, content));
  }
  if (typeof payload['message'] !== 'string') return [];
  const history = Array.isArray(payload['chat_history']) ? payload['chat_history'] : [];
  return [...history, payload].filter(isHolder).map(turn => messageOf(turn, 'message'));
}

function messageOf(turn: Holder, content: string): Message {
  const role = String(turn['role'] ?? 'user').toLowerCase();
  return {
    system: role === 'system' || role === 'developer',
    user: role === 'user',
    place: placeIn(turn, content),
  };
}

/** Prompts that are one plain text or several: Responses, completions, Titan, SageMaker. */
function plainPrompts(payload: Holder): Prefix[] {
  const key = ['input', 'prompt', 'inputText', 'inputs'].find(name => payload[name] !== undefined);
  const value = key === undefined ? undefined : payload[key];
  if (Array.isArray(value)) {
    return value.every(item => typeof item === 'string')
      ? value.flatMap((_, i) => orNone(placeIn(value as unknown as Holder, i)))
      : [];
  }
  return key !== undefined && typeof value === 'string' ? orNone(placeIn(payload, key)) : [];
}

/** Inserts before a text, or before content blocks if one of them is a text; null for anything else. */
function placeIn(holder: Holder, key: string | number): Prefix | null {
  const content = holder[key];
  if (typeof content === 'string') {
    return tag => {
      holder[key] = tag + content;
    };
  }
  if (!Array.isArray(content)) return null;
  const [first] = content;
  if (typeof first === 'string') return placeIn(content as unknown as Holder, 0);
  if (isHolder(first) && typeof first['text'] === 'string') return placeIn(first, 'text');
  const text = content.find(block => isHolder(block) && typeof block['text'] === 'string');
  if (!isHolder(text)) return null;
  // Files precede the text, so a tag directly before the text would leave the files cached.
  const { type } = text;
  return tag => void content.unshift({ ...(type !== undefined && { type }), text: tag });
}

/** The positions of all messages, or [] if one has none: tagging only some of them would not defeat a cache. */
function known(messages: Iterable<Message | undefined>): Prefix[] {
  const places = [...messages].map(message => message?.place ?? null);
  return places.every(place => place !== null) ? places : [];
}

function orNone(place: Prefix | null): Prefix[] {
  return place ? [place] : [];
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
