/**
 * The engine module puts a measurement behind a message port: in a worker thread, or in the caller's thread for
 * the editor's own models. It owns the port, the worker, the built-in simulator's thread and the list of
 * measurements in progress. It never measures, reads or writes files itself. Start with `EngineService` below,
 * which answers each request with one call into experiments, measure or results.
 */

import type { Clock } from '../core/base/clock.ts';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { Endpoint, EndpointSecrets } from '../endpoints/contract/endpoint.ts';
import type { EndpointConfig, EndpointKindId } from '../endpoints/kinds.ts';
import { createEndpoint } from '../endpoints/registry.ts';
import { HttpTransport } from '../endpoints/transport/httpTransport.ts';
import type { LanguageModels } from '../endpoints/vscodeLm/languageModels.ts';
import {
  consentList,
  createMeasurement,
  describeOutcome,
  type RunnableMeasurement,
  refuseUnagreed,
} from '../experiments/measurements.ts';
import { scrubber } from '../folder/scrubber.ts';
import { logSavedRun } from '../measure/callbacks/mlflow/logSavedRun.ts';
import { testConnection } from '../measure/connectionTest.ts';
import { withEnvironmentAddress } from '../measure/plan/environmentAddress.ts';
import { parseEndpoint } from '../measure/plan/parsePlan.ts';
import { secretTexts, withoutSecrets } from '../measure/plan/publicPlan.ts';
import { endpointSecrets } from '../measure/plan/secrets.ts';
import type { SelfCheck } from '../measure/run/environment.ts';
import type { MeasureContext } from '../measure/runMeasurement.ts';
import { checkSelf } from '../measure/selfCheck.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';
import type { Finished, Measurement, OutcomeOf, Uploaded } from '../protocol/measurement.ts';
import type { MeasurementKind } from '../protocol/measurementKind.ts';
import type { NetworkSettings, Secrets } from '../protocol/start.ts';
import { exportFiles } from '../results/export/exportFiles.ts';
import { exportReport } from '../results/export/exportReport.ts';
import { readCompatViews } from '../results/export/readCompatViews.ts';
import { listRuns } from '../results/listRuns.ts';
import { openExperiment } from '../results/openExperiment.ts';
import { readHeatmap } from '../results/readHeatmap.ts';
import { readLoadTest } from '../results/readLoadTest.ts';
import { SavedRuns } from '../results/savedRuns.ts';
import { verifyFolders } from '../verify/verifyFolders.ts';
import { type EmbeddedSimulator, selfCheckUrl } from './embeddedSimulator.ts';
import { S3Storage } from './s3Storage.ts';

export interface EngineServiceOptions {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  tool: string;
  simulator: EmbeddedSimulator;
  /** The editor's language models when the engine runs inside the editor's process, else null. */
  models: LanguageModels | null;
  /** Sends an event to the front end. */
  emit<K extends keyof EngineEvents>(name: K, data: EngineEvents[K]): void;
}

/** A measurement that has ended, and what is still to be copied. */
interface Ended {
  outcome: OutcomeOf<MeasurementKind>;
  upload: Awaited<ReturnType<S3Storage['prepare']>>;
}

const listTimeout = 10_000;

/** Answers everything that a front end may ask of the engine. */
export class EngineService {
  readonly #options: EngineServiceOptions;
  readonly #s3: S3Storage;
  readonly #saved = new SavedRuns();
  readonly #running = new Map<string, { stop(stage: 1 | 2): void; ended: Promise<unknown> }>();
  readonly #parents = new Map<string, Promise<string>>();
  #selfCheck: Promise<SelfCheck | null> | null = null;

  constructor(options: EngineServiceOptions) {
    this.#options = options;
    this.#s3 = new S3Storage(options.environment);
  }

  handlers(): Handlers<EngineRequests> {
    const s3 = this.#s3;
    const here = async <W extends { folders: string[] }>(wanted: W): Promise<W> => {
      const folders: string[] = [];
      for (const folder of wanted.folders) folders.push(await s3.local(folder));
      return { ...wanted, folders };
    };
    return {
      measure: ({ id, measurement }) => this.#measure(id, measurement),
      consent: measurement => consentList(measurement, this.#contextOf('')),
      estimateCost: async measurement => {
        await refuseUnagreed(measurement, this.#contextOf(''));
        return createMeasurement(measurement, this.#contextOf('')).estimate();
      },
      stop: ({ id, stage }) => {
        this.#running.get(id)?.stop(stage);
        return null;
      },
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
      loadReport: async ({ folder, prices, filter }) => {
        const report = await this.#saved.report(await s3.local(folder), prices, filter);
        return { ...report, folder };
      },
      loadRequest: ({ folder, index }) => this.#saved.request(folder, index),
      readLoadTest: async ({ folder }) => readLoadTest(await s3.local(folder)),
      readHeatmap: async wanted => readHeatmap({ ...wanted, folder: await s3.local(wanted.folder) }),
      openExperiment: async wanted => openExperiment(await here(wanted)),
      compatViews: async wanted => readCompatViews({ ...wanted, folder: await s3.local(wanted.folder) }),
      verify: async wanted => verifyFolders((await here(wanted)).folders),
      exportReport: async wanted => exportReport(await here(wanted), this.#saved),
      exportData: async wanted => exportFiles(await here(wanted), this.#saved),
      logToMlflow: async wanted =>
        logSavedRun(
          { ...wanted, folder: await s3.local(wanted.folder) },
          { ...this.#options, parents: this.#parents },
        ),
      listRuns: ({ roots }) => listRuns(roots),
      close: async () => {
        await this.close();
        return null;
      },
    };
  }

  /** Aborts requests in flight, saves what was measured and ends the simulator. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { stop } of running) stop(2);
    await Promise.allSettled(running.map(({ ended }) => ended));
    await this.#options.simulator.close();
    await this.#s3.close();
  }

  #contextOf(id: string): MeasureContext {
    const { emit } = this.#options;
    return {
      ...this.#options,
      connect: (config, secrets, network) => this.#connect(config, secrets, network),
      selfCheck: kind => this.#checkSelf(kind),
      onSnapshot: (step, snapshot) => emit('snapshot', { id, step, snapshot }),
      onStep: step => emit('step', { id, step }),
      log: entry => emit('log', entry),
      parents: this.#parents,
    };
  }

  async #measure(id: string, start: Measurement): Promise<Finished> {
    if (this.#running.has(id)) throw new UserError(`Measurement ${id} is already running.`);
    try {
      const { outcome, upload } = await this.#run(id, start);
      this.#log('info', describeOutcome(start.kind, outcome));
      const uploaded = upload && (await this.#s3.upload(outcome.folder, upload));
      if (uploaded) this.#logUpload(uploaded, outcome.folder);
      return { kind: start.kind, outcome, ...(uploaded && { uploaded }) } as Finished;
    } catch (error) {
      this.#log('error', `The measurement failed: ${messageOf(error)}`);
      throw error;
    } finally {
      this.#running.delete(id);
    }
  }

  /** A stop that arrives while the measurement is still being checked must not be lost. */
  #run(id: string, start: Measurement): Promise<Ended> {
    let measurement: RunnableMeasurement | null = null;
    let stage: 0 | 1 | 2 = 0;
    const run = async () => {
      await refuseUnagreed(start, this.#contextOf(id));
      const upload = await this.#s3.prepare(start);
      measurement = createMeasurement(upload?.measurement ?? start, this.#contextOf(id));
      if (stage !== 0) measurement.stop(stage);
      return { outcome: await measurement.run(), upload };
    };
    const ended = run();
    const stop = (next: 1 | 2) => {
      stage = next;
      measurement?.stop(next);
    };
    this.#running.set(id, { stop, ended });
    return ended;
  }

  #logUpload({ address, problem }: Uploaded, folder: string): void {
    if (problem === null) this.#log('info', `Copied ${folder} to ${address}`);
    else this.#log('error', `${folder} could not be copied to ${address}: ${problem}`);
  }

  #log(level: EngineEvents['log']['level'], message: string): void {
    this.#options.emit('log', { level, message });
  }

  /** Runs once per engine, before its first measurement: the result describes this machine, not a run. */
  #checkSelf(kind: EndpointKindId): Promise<SelfCheck | null> {
    // The check measures the built-in server, which says nothing about the editor's own models.
    if (kind === 'vscode-lm') return Promise.resolve(null);
    this.#selfCheck ??= this.#measureSelf(kind).catch(error => {
      this.#log('warn', `The self-check failed: ${messageOf(error)}`);
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
    const { environment } = this.#options;
    const { endpoint: config } = withEnvironmentAddress(parseEndpoint(endpoint), secrets, environment);
    const found = endpointSecrets(config, secrets, environment);
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
