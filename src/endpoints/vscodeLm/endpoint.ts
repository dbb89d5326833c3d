import type { Clock } from '../../core/base/clock.ts';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type {
  Endpoint,
  Exchange,
  PayloadOptions,
  PendingInvocation,
  ReadyRequest,
} from '../contract/endpoint.ts';
import { type EndpointIdentity, identityKeys } from '../contract/identity.ts';
import { refuseMedia } from '../shared/mediaRefusal.ts';
import { refuseCachePoint, refuseThinking } from '../shared/optionRefusal.ts';
import type { VscodeLmConfig } from './config.ts';
import { modelError } from './errors.ts';
import type { LanguageModel, LanguageModels, ModelRequestOptions } from './languageModels.ts';
import { messagesOf } from './messages.ts';
import { ModelCall, type Timer } from './modelCall.ts';

export interface ReadyModelRequest extends ReadyRequest {
  model: LanguageModel;
  messages: readonly ConversationTurn[];
  options: ModelRequestOptions;
}

const realTimer: Timer = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** A model of the editor that we run in. LLMeter has no class for it. */
export class VscodeLmEndpoint implements Endpoint<ReadyModelRequest> {
  readonly identity: EndpointIdentity;
  readonly transport = 'vscode-lm';
  readonly tokenCounter = {
    info: { tokenizer_module: 'vscode-lm' },
    ask: async (text: string) => (await this.#model()).countTokens(text),
  };
  readonly #config: VscodeLmConfig;
  readonly #models: LanguageModels;
  readonly #clock: Clock;
  readonly #timer: Timer;
  readonly #ready = new WeakMap<JsonObject, ReadyModelRequest>();
  #opened: Promise<LanguageModel> | null = null;
  #refusal: string | null = null;

  constructor(config: VscodeLmConfig, models: LanguageModels, clock: Clock, timer = realTimer) {
    const { kind, model, provider, stream } = config;
    this.identity = {
      kind,
      modelId: model,
      provider,
      endpointName: 'vscode-lm',
      stream,
      visibleTokensOnly: true,
    };
    this.#config = config;
    this.#models = models;
    this.#clock = clock;
    this.#timer = timer;
  }

  toDict(): JsonObject {
    return { ...identityKeys(this.identity), endpoint_type: 'VscodeLanguageModel' };
  }

  /** Finds the model, and asks the user for permission if that has not happened. */
  async open(): Promise<void> {
    await this.#model();
  }

  /** The token limit is set where Copilot reads it; the editor itself has no such option. */
  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    const { maxTokens, system, earlier = [], media, thinking, cachePoint } = options;
    refuseMedia(this.identity.kind, media);
    refuseThinking(this.identity.kind, thinking);
    refuseCachePoint(
      this.identity.kind,
      cachePoint,
      'does not support it: the model’s provider decides what is cached.',
    );
    return {
      messages: [
        ...(system === undefined ? [] : [{ role: 'system', content: system }]),
        ...earlier.map(({ role, text }) => ({ role, content: text })),
        { role: 'user', content: prompt },
      ],
      modelOptions: { max_tokens: maxTokens },
    };
  }

  /** A payload seen before is ready at once. */
  ready(payload: JsonObject): ReadyModelRequest | Promise<ReadyModelRequest> {
    if (this.#refusal !== null) throw new UserError(this.#refusal);
    return this.#ready.get(payload) ?? this.#prepare(payload);
  }

  invoke(request: ReadyModelRequest, timeout: number, done: (exchange: Exchange) => void): PendingInvocation {
    const { model, messages, options } = request;
    const now = () => this.#clock.now();
    return new ModelCall(
      { model, messages, options, timeout, now, timer: this.#timer },
      (exchange, error) => {
        this.#heed(error);
        done(exchange);
      },
    );
  }

  async listModels(): Promise<string[]> {
    const models = await this.#models.select({ vendor: this.identity.provider });
    return [...new Set(models.map(({ id }) => id))];
  }

  close(): void {}

  async #prepare(payload: JsonObject): Promise<ReadyModelRequest> {
    const messages = messagesOf(payload);
    const { modelOptions, justification, model: id } = this.#config;
    const own = payload['modelOptions'];
    const options = {
      modelOptions: { ...(modelOptions as JsonObject), ...(isJsonObject(own) && own) },
      justification,
    };
    const ready = {
      prepared: {
        model: id,
        messages: messages.map(({ role, text }) => ({ role, content: text })),
        modelOptions: options.modelOptions,
      },
      inputText: messages.map(({ text }) => text).join('\n'),
      model: await this.#model(),
      messages,
      options,
    };
    this.#ready.set(payload, ready);
    return ready;
  }

  #model(): Promise<LanguageModel> {
    this.#opened ??= this.#find();
    return this.#opened;
  }

  async #find(): Promise<LanguageModel> {
    const { provider: vendor, model: id, family, version } = this.#config;
    const [model] = await this.#models.select({ vendor, id, family, version });
    if (model === undefined) throw new UserError(await this.#missing());
    if (!model.permitted) await this.#askPermission(model);
    return model;
  }

  /**
   * The editor asks its user at the first request and answers only afterwards. That must not be measured,
   * so a request whose answer is ignored goes first. It is cancelled as soon as the user has agreed.
   */
  async #askPermission(model: LanguageModel): Promise<void> {
    const { justification } = this.#config;
    const asking = new AbortController();
    const hello = [{ role: 'user', text: 'Hello' }] as const;
    try {
      await model.send(hello, { modelOptions: { max_tokens: 1 }, justification }, asking.signal);
    } catch (error) {
      const refused = modelError(error, model.vendor);
      this.#heed(refused);
      throw new UserError(refused.message);
    } finally {
      asking.abort();
    }
  }

  /** After the user said no, nothing more is sent: every request would ask the user again. */
  #heed(error: ProviderError | null): void {
    if (error?.reason === 'permission') this.#refusal = error.message;
  }

  async #missing(): Promise<string> {
    const { provider, model, family, version } = this.#config;
    const further = [family && ` of family “${family}”`, version && ` in version “${version}”`];
    const offered = await this.listModels();
    return offered.length === 0
      ? `VS Code offers no models from “${provider}”. Sign in to this provider, or set "provider" to another vendor.`
      : `VS Code offers no model “${model}” from “${provider}”${further.filter(Boolean).join('')}. Set "model" to one of: ${offered.join(', ')}.`;
  }
}
