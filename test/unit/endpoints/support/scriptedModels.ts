import type { ConversationTurn } from '../../../../src/core/plan/prompts/conversation.ts';
import type {
  LanguageModel,
  LanguageModels,
  ModelPart,
  ModelRequestOptions,
  ModelSelector,
} from '../../../../src/endpoints/vscodeLm/languageModels.ts';

/** How a model answers: parts with their milliseconds, then its end or its failure. */
export interface ModelScript {
  parts?: readonly (readonly [number, ModelPart])[];
  end?: number;
  /** Ends the answer, at `end`. */
  failure?: unknown;
  /** The request is refused. */
  refusal?: unknown;
}

/** A request that was sent to a model. */
export interface ModelRequest {
  messages: readonly ConversationTurn[];
  options: ModelRequestOptions;
  cancelled: boolean;
}

export type Delay = (run: () => void, milliseconds: number) => () => void;

/** An editor's models in memory, from vendor `acme`: each has a name and a script. A letter is a token. */
export class ScriptedModels implements LanguageModels {
  readonly requests: ModelRequest[] = [];
  readonly selected: ModelSelector[] = [];
  permitted = true;
  count: (text: string) => Promise<number> = async text => text.length;
  readonly #delay: Delay;
  readonly #scripts: Readonly<Record<string, ModelScript>>;

  constructor(delay: Delay, scripts: Readonly<Record<string, ModelScript>>) {
    this.#delay = delay;
    this.#scripts = scripts;
  }

  async select(selector: ModelSelector): Promise<LanguageModel[]> {
    this.selected.push(selector);
    const models = this;
    return Object.entries(this.#scripts)
      .filter(([id]) => selector.vendor === 'acme' && (selector.id ?? id) === id)
      .map(([id, script]) => ({
        id,
        vendor: 'acme',
        family: 'scripted',
        version: '1',
        get permitted() {
          return models.permitted;
        },
        send: (messages, options, signal) =>
          this.#send(script, { messages, options, cancelled: false }, signal),
        partOf: value => value as ModelPart,
        countTokens: text => this.count(text),
      }));
  }

  async #send(script: ModelScript, request: ModelRequest, signal: AbortSignal) {
    this.requests.push(request);
    signal.addEventListener('abort', () => {
      request.cancelled = true;
    });
    if (script.refusal !== undefined) throw script.refusal;
    return this.#answer(script, signal);
  }

  async *#answer({ parts = [], end = parts.at(-1)?.[0] ?? 0, failure }: ModelScript, signal: AbortSignal) {
    let now = 0;
    for (const [at, part] of parts) {
      await this.#pass(at - now, signal);
      now = at;
      yield part;
    }
    await this.#pass(end - now, signal);
    if (failure !== undefined) throw failure;
  }

  /** A cancelled model sends nothing more, and its timer must not keep the process alive. */
  async #pass(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds <= 0) return;
    await new Promise<void>(resolve => {
      const stop = this.#delay(resolve, milliseconds);
      signal.addEventListener('abort', stop);
    });
  }
}

export const text = (words: string): ModelPart => ({ type: 'text', text: words });

/** An error like those of VS Code. */
export function editorError(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}
