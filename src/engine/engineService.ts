import type { Clock } from '../core/base/clock.ts';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import type { Endpoint, EndpointSecrets } from '../endpoints/contract/endpoint.ts';
import type { EndpointConfig, EndpointKindId } from '../endpoints/kinds.ts';
import { createEndpoint } from '../endpoints/registry.ts';
import { HttpTransport } from '../endpoints/transport/httpTransport.ts';
import type { LanguageModels } from '../endpoints/vscodeLm/languageModels.ts';
import { AbSession } from '../experiments/abTest.ts';
import { HeatmapSession } from '../experiments/heatmap.ts';
import { LoadTestSession } from '../experiments/loadTest.ts';
import { scrubber } from '../folder/scrubber.ts';
import { logSavedRun } from '../measure/callbacks/mlflow/logSavedRun.ts';
import { testConnection } from '../measure/connectionTest.ts';
import { parseEndpoint } from '../measure/plan/parsePlan.ts';
import { secretTexts, withoutSecrets } from '../measure/plan/publicPlan.ts';
import { endpointSecrets } from '../measure/plan/secrets.ts';
import type { SelfCheck } from '../measure/run/environment.ts';
import { RunSession } from '../measure/runMeasurement.ts';
import { checkSelf } from '../measure/selfCheck.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests, NetworkSettings, Planned, Secrets } from '../protocol/engine.ts';
import type { AbOutcome, HeatmapOutcome } from '../protocol/experiments.ts';
import type { LoadTestOutcome, RunOutcome, RunSnapshot } from '../protocol/run.ts';
import { compareRuns } from '../results/compareRuns.ts';
import { exportFiles } from '../results/export/exportFiles.ts';
import { exportReport } from '../results/export/exportReport.ts';
import { readCompatViews } from '../results/export/readCompatViews.ts';
import { listRuns } from '../results/listRuns.ts';
import { openExperiment } from '../results/openExperiment.ts';
import { readHeatmap } from '../results/readHeatmap.ts';
import { readLoadTest } from '../results/readLoadTest.ts';
import { SavedRuns } from '../results/savedRuns.ts';
import { type EmbeddedSimulator, selfCheckUrl } from './embeddedSimulator.ts';

export interface EngineServiceOptions {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  tool: string;
  simulator: EmbeddedSimulator;
  /** Those of the editor, where it is this process. */
  models: LanguageModels | null;
  onSnapshot(snapshot: RunSnapshot): void;
  onLevel(level: EngineEvents['level']): void;
  log(entry: EngineEvents['log']): void;
}

/** What goes on until it is over or stopped. */
interface Session<T> {
  run(): Promise<T>;
  stop(stage: 1 | 2): void;
  snapshot(): RunSnapshot | null;
}

function runMessage({ state, folder, totalRequests, failedRequests }: RunOutcome): string {
  return `Run ${state}: ${totalRequests} requests, ${failedRequests} failed, in ${folder}`;
}

function abMessage({ state, folder, sides }: AbOutcome): string {
  return `A/B run ${state}: ${sides.length} sides, in ${folder}`;
}

function loadTestMessage({ state, folder, levels }: LoadTestOutcome): string {
  return `Load test ${state}: ${levels.length} levels, in ${folder}`;
}

function heatmapMessage({ state, folder }: HeatmapOutcome): string {
  return `Heatmap ${state}, in ${folder}`;
}

const listTimeout = 10_000;

/** Answers everything the faces may ask of the engine. */
export class EngineService {
  readonly #options: EngineServiceOptions;
  readonly #saved = new SavedRuns();
  readonly #sessions = new Map<string, { session: Session<unknown>; over: Promise<unknown> }>();
  readonly #parents = new Map<string, Promise<string>>();
  #selfCheck: Promise<SelfCheck | null> | null = null;

  constructor(options: EngineServiceOptions) {
    this.#options = options;
  }

  handlers(): Handlers<EngineRequests> {
    return {
      run: start => this.#conduct(start.runId, new RunSession(start, this.#sessionContext()), runMessage),
      heatmap: start =>
        this.#conduct(start.runId, new HeatmapSession(start, this.#sessionContext()), heatmapMessage),
      loadTest: start =>
        this.#conduct(start.runId, new LoadTestSession(start, this.#sessionContext()), loadTestMessage),
      abRun: start => this.#conduct(start.runId, new AbSession(start, this.#sessionContext()), abMessage),
      estimateCost: planned => this.#unstarted(planned).estimate(),
      stop: ({ runId, stage }) => {
        this.#sessions.get(runId)?.session.stop(stage);
        return null;
      },
      snapshot: ({ runId }) => this.#sessions.get(runId)?.session.snapshot() ?? null,
      testConnection: async ({ endpoint, secrets, network }) => {
        const { connected, redact } = await this.#configured(endpoint, secrets, network);
        return await testConnection(connected, redact).catch(error => {
          throw withoutSecrets(error, redact);
        });
      },
      listModels: async ({ endpoint, secrets, network }) => {
        const { connected, redact } = await this.#configured(endpoint, secrets, network);
        try {
          return await connected.listModels(listTimeout);
        } catch (error) {
          throw withoutSecrets(error, redact);
        } finally {
          connected.close();
        }
      },
      listAwsProfiles: async () =>
        (await import('../endpoints/aws/awsProfiles.ts')).listAwsProfiles(this.#options.environment),
      loadReport: ({ folder, prices }) => this.#saved.report(folder, prices),
      loadRequest: ({ folder, index }) => this.#saved.request(folder, index),
      readLoadTest: ({ folder }) => readLoadTest(folder),
      readHeatmap,
      compareRuns: async ({ folders, decidingMetric }) =>
        (await compareRuns(folders, decidingMetric === undefined ? {} : { decidingMetric })).comparison,
      openExperiment,
      compatViews: readCompatViews,
      exportReport: wanted => exportReport(wanted, this.#saved),
      exportData: wanted => exportFiles(wanted, this.#saved),
      logToMlflow: wanted => logSavedRun(wanted, { ...this.#options, parents: this.#parents }),
      listRuns: ({ roots }) => listRuns(roots),
      close: async () => {
        await this.close();
        return null;
      },
    };
  }

  /** Gives running requests up, keeps their runs' data and ends the simulator. */
  async close(): Promise<void> {
    const running = [...this.#sessions.values()];
    for (const { session } of running) session.stop(2);
    await Promise.allSettled(running.map(({ over }) => over));
    await this.#options.simulator.close();
  }

  #sessionContext() {
    return {
      ...this.#options,
      connect: (config: EndpointConfig, secrets: EndpointSecrets, network: NetworkSettings) =>
        this.#connect(config, secrets, network),
      selfCheck: (kind: EndpointKindId) => this.#checkSelf(kind),
      parents: this.#parents,
    };
  }

  #unstarted(planned: Planned): { estimate(): Promise<RunEstimate[]> } {
    const start = { ...planned, runId: '' };
    switch (start.what) {
      case 'run':
        return new RunSession(start, this.#sessionContext());
      case 'loadTest':
        return new LoadTestSession(start, this.#sessionContext());
      case 'abRun':
        return new AbSession(start, this.#sessionContext());
      case 'heatmap':
        return new HeatmapSession(start, this.#sessionContext());
    }
  }

  async #conduct<T>(runId: string, session: Session<T>, tell: (outcome: T) => string): Promise<T> {
    if (this.#sessions.has(runId)) throw new UserError(`Run ${runId} is already going on.`);
    const over = session.run();
    this.#sessions.set(runId, { session, over });
    try {
      const outcome = await over;
      this.#options.log({ level: 'info', message: tell(outcome) });
      return outcome;
    } catch (error) {
      this.#options.log({ level: 'error', message: `Run failed: ${messageOf(error)}` });
      throw error;
    } finally {
      this.#sessions.delete(runId);
    }
  }

  /** Once for each engine, before its first run: what it finds is this machine's, not a run's. */
  #checkSelf(kind: EndpointKindId): Promise<SelfCheck | null> {
    // The built-in server is no model of the editor: what it would tell is not true of those.
    if (kind === 'vscode-lm') return Promise.resolve(null);
    this.#selfCheck ??= this.#measureSelf(kind).catch(error => {
      this.#options.log({ level: 'warn', message: `The self-check failed: ${messageOf(error)}` });
      return null;
    });
    return this.#selfCheck;
  }

  async #measureSelf(kind: EndpointKindId): Promise<SelfCheck | null> {
    const { clock, simulator } = this.#options;
    const { connected } = await this.#configured(
      { kind, model: 'self-check', baseUrl: selfCheckUrl },
      {},
      {},
    );
    try {
      return await checkSelf({ endpoint: connected, truth: () => simulator.truth() }, clock);
    } finally {
      connected.close();
    }
  }

  async #configured(endpoint: unknown, secrets: Secrets, network: NetworkSettings) {
    const config = parseEndpoint(endpoint);
    const found = endpointSecrets(config, secrets, this.#options.environment);
    const redact = scrubber(secretTexts(config, found));
    try {
      return { connected: await this.#connect(config, found, network), redact };
    } catch (error) {
      throw withoutSecrets(error, redact);
    }
  }

  async #connect(
    config: EndpointConfig,
    secrets: EndpointSecrets,
    network: NetworkSettings,
  ): Promise<Endpoint> {
    const { clock, environment, simulator, models } = this.#options;
    const transport = new HttpTransport({ clock, environment, ...network });
    return createEndpoint(await simulator.resolve(config), secrets, transport, clock, models);
  }
}
