import * as vscode from 'vscode';
import { type EndpointConfig, type EndpointConfigInput, kindOf } from '../../endpoints/kinds.ts';
import { readAddress } from '../../endpoints/shared/baseAddress.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';
import { chooseEditorModel } from '../engines/languageModels/modelChoice.ts';
import { sentenceFor } from '../host/errorReporter.ts';
import { showInformationMessage, showWarningMessage } from '../host/inert.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { ask, choose, type PickItem } from '../host/questions/quickInput.ts';
import { type QuestionStep, walk } from '../host/questions/steps.ts';
import { describeSuccess, testWithProgress } from './connectionTest.ts';
import { chooseKey, type KeyChoice } from './keyPick.ts';
import { keyQuestion } from './keyQuestion.ts';
import { chooseModel } from './modelPick.ts';
import { addressIsOpen, inRegion, isInRegion, type PresetOfKind, presetGroups } from './presets.ts';
import { chooseRegion } from './regionPick.ts';
import { checkEndpoint, simulatedEndpoint } from './savedEndpoint.ts';

/** The result: a checked configuration, and the secrets typed for it, if any. */
export interface NewEndpoint {
  config: EndpointConfig;
  secrets: Secrets | null;
}

/** What can be picked besides the servers of the presets. */
type Builtin = 'simulated' | 'editor';

/** Add Endpoint: asks for a preset, its address or region if that is open, key and model. Then it tests the connection. */
export class AddEndpointFlow {
  readonly #engine: EnginePort;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #network: () => NetworkSettings;
  readonly #groups = presetGroups();
  #preset: PresetOfKind | Builtin | null = null;
  #baseUrl = '';
  #model = '';
  #key: KeyChoice = 'none';
  #region: string | null = null;
  #editorModel: EndpointConfigInput | null = null;

  constructor(engine: EnginePort, environment: NodeJS.ProcessEnv, network: () => NetworkSettings) {
    this.#engine = engine;
    this.#environment = environment;
    this.#network = network;
  }

  /** Undefined = given up. After a failed test the answers are kept and can be changed. */
  async run(): Promise<NewEndpoint | undefined> {
    for (;;) {
      if (!(await walk('Add Endpoint', this.#steps()))) return undefined;
      if (this.#preset === 'simulated') return { config: checkEndpoint(simulatedEndpoint), secrets: null };
      const endpoint = this.#endpoint();
      const verdict = await this.#test(endpoint);
      if (verdict === 'save') return endpoint;
      if (verdict === 'cancel') return undefined;
    }
  }

  #steps(): QuestionStep[] {
    const builtin = () => typeof this.#preset === 'string';
    const addressIsGiven = () => this.#preset === null || builtin() || !addressIsOpen(this.#chosen());
    return [
      { ask: frame => this.#askPreset(frame) },
      { skip: addressIsGiven, ask: frame => this.#askAddress(frame) },
      { skip: builtin, ask: frame => this.#askKey(frame) },
      { skip: () => builtin() || !isInRegion(this.#baseUrl), ask: frame => this.#askRegion(frame) },
      { skip: builtin, ask: frame => this.#askModel(frame) },
      { skip: () => this.#preset !== 'editor', ask: frame => this.#askEditorModel(frame) },
    ];
  }

  async #askPreset(frame: Frame): Promise<UserAnswer<unknown>> {
    const choices: PickItem<PresetOfKind | Builtin>[] = [
      {
        label: simulatedEndpoint.name,
        description: 'built in, needs no key and costs nothing',
        value: 'simulated',
      },
      {
        label: 'Language models of this editor',
        description: 'of Copilot and other extensions; no key needed',
        value: 'editor',
      },
      ...this.#groups.flatMap(({ api, presets }) => [
        { label: api, kind: vscode.QuickPickItemKind.Separator },
        ...presets.map(preset => ({
          label: preset.label,
          description: `${api} · ${preset.baseUrl}`,
          value: preset,
        })),
      ]),
    ];
    const answer = await choose(frame, {
      placeholder: 'Where does the model run?',
      choices,
      present: this.#preset,
    });
    if (answer === undefined || typeof answer === 'symbol') return answer;
    if (typeof answer === 'object' && answer !== this.#preset) {
      this.#baseUrl = answer.baseUrl;
      this.#model = answer.exampleModel;
    }
    this.#preset = answer;
    return answer;
  }

  async #askAddress(frame: Frame): Promise<UserAnswer<unknown>> {
    const answer = await ask(frame, {
      prompt: 'Address of the API, up to and including its version',
      value: this.#baseUrl,
      check: text => problemWithAddress(this.#chosen(), text),
    });
    if (typeof answer === 'string') this.#baseUrl = answer.trim();
    return answer;
  }

  async #askKey(frame: Frame): Promise<UserAnswer<unknown>> {
    const { apiKeyEnv } = this.#chosen();
    const config = { ...this.#endpoint().config, ...(apiKeyEnv !== null && { apiKeyEnv }) };
    const answer = await chooseKey(frame, keyQuestion(config, this.#engine, this.#environment, false));
    if (answer !== undefined && typeof answer !== 'symbol') this.#key = answer;
    return answer;
  }

  async #askRegion(frame: Frame): Promise<UserAnswer<unknown>> {
    const { AWS_REGION, AWS_DEFAULT_REGION } = this.#environment;
    const ofProfile = typeof this.#key === 'object' && 'profile' in this.#key ? this.#key.region : null;
    const usual = ofProfile ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? null;
    const answer = await chooseRegion(frame, usual, this.#region);
    if (typeof answer === 'string') this.#region = answer;
    return answer;
  }

  async #askModel(frame: Frame): Promise<UserAnswer<unknown>> {
    const { config, secrets } = this.#endpoint();
    const offered = this.#engine
      .request('listModels', { endpoint: config, secrets: secrets ?? {}, network: this.#network() })
      .catch(() => []);
    const answer = await chooseModel(frame, this.#model, offered);
    if (typeof answer === 'string') this.#model = answer;
    return answer;
  }

  async #askEditorModel(frame: Frame): Promise<UserAnswer<unknown>> {
    const answer = await chooseEditorModel(frame);
    if (typeof answer === 'object') this.#editorModel = answer;
    return answer;
  }

  async #test({ config, secrets }: NewEndpoint): Promise<'save' | 'change' | 'cancel'> {
    let problem: string;
    try {
      const test = await testWithProgress(this.#engine, config, secrets ?? {}, this.#network());
      if (test?.ok) {
        void showInformationMessage(describeSuccess(test));
        return 'save';
      }
      problem = test?.message ?? 'The test was cancelled.';
    } catch (error) {
      problem = sentenceFor(error);
    }
    const choice = await showWarningMessage(
      'The connection test did not succeed.',
      { modal: true, detail: problem },
      'Save Anyway',
      'Change',
    );
    if (choice === 'Save Anyway') return 'save';
    return choice === 'Change' ? 'change' : 'cancel';
  }

  #endpoint(): NewEndpoint {
    if (this.#preset === 'editor') return { config: checkEndpoint(this.#editorModel), secrets: null };
    const preset = this.#chosen();
    const key = typeof this.#key === 'object' ? this.#key : null;
    const input = {
      kind: preset.kind,
      provider: preset.provider,
      model: this.#model,
      baseUrl: this.#region === null ? this.#baseUrl : inRegion(this.#baseUrl, this.#region),
      ...(key && 'variable' in key && { apiKeyEnv: key.variable }),
      ...(key && 'profile' in key && { profile: key.profile }),
    } as EndpointConfigInput;
    return { config: checkEndpoint(input), secrets: key && 'secrets' in key ? key.secrets : null };
  }

  #chosen(): PresetOfKind {
    if (this.#preset === null || typeof this.#preset === 'string') throw new Error('No preset was chosen.');
    return this.#preset;
  }
}

function problemWithAddress({ kind, provider }: PresetOfKind, text: string): string | null {
  const [placeholder] = /YOUR-[A-Z]+/.exec(text) ?? [];
  if (placeholder !== undefined) return `Replace ${placeholder} with your own.`;
  const read = readAddress(kindOf(kind), { baseUrl: text, model: '', provider }, 'The address');
  return 'problem' in read ? read.problem : null;
}
