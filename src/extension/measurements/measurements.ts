import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunEstimate } from '../../core/cost/estimateTogether.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ConsentList } from '../../protocol/consent.ts';
import type { EngineEvents } from '../../protocol/engine.ts';
import type { Finished, Measurement, OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Log } from '../host/log.ts';
import { usualPrices } from '../host/prices.ts';
import { kindInfo } from './kinds.ts';
import { LiveMeasurement } from './liveMeasurement.ts';
import type { MeasurementRequest } from './measurementRequest.ts';

/** A measurement that has been started. */
export interface Started<K extends MeasurementKind> {
  measurement: LiveMeasurement<K>;
  /** Rejects when the engine refuses the measurement, for example because its plan is not valid. */
  outcome: Promise<OutcomeOf<K>>;
}

/** Makes ready what a measurement would be disturbed by, such as its panel. */
export type Prepare = (measurement: LiveMeasurement) => Promise<void>;

export interface MeasurementsDeps {
  engine: EnginePort;
  /** Answers what does not measure. */
  reader: EnginePort;
  secretsFor(endpoint: SavedEndpoint): Promise<Secrets>;
  networkFor(config: EndpointConfig): NetworkSettings;
  /** Where a measurement is saved if its plan does not say. */
  defaultOutput(): string;
  log: Log;
}

/** The measurements in progress in this window: starts, estimates and stops them, and knows their state. */
export class Measurements implements vscode.Disposable {
  readonly #deps: MeasurementsDeps;
  readonly #active = new Map<string, LiveMeasurement>();
  readonly #ends = new Map<string, Promise<unknown>>();
  readonly #changed = new vscode.EventEmitter<LiveMeasurement>();
  readonly #stopListening: readonly (() => void)[];
  /** Fires for each start, each new state of a step and each end. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: MeasurementsDeps) {
    this.#deps = deps;
    this.#stopListening = [
      deps.engine.on('step', ({ id, step }) => this.#update(id, measurement => measurement.begin(step))),
      deps.engine.on('snapshot', ({ id, step, snapshot }: EngineEvents['snapshot']) =>
        this.#update(id, measurement => measurement.take(step, snapshot)),
      ),
    ];
  }

  /** The measurements in progress, oldest first. */
  active(): LiveMeasurement[] {
    return [...this.#active.values()];
  }

  /** A measurement in progress. */
  get(id: string): LiveMeasurement | undefined {
    return this.#active.get(id);
  }

  /**
   * Starts a measurement, which is active when this returns. Nothing is measured before what `prepare` does is
   * done, which must not reject.
   */
  start<K extends MeasurementKind>(request: MeasurementRequest<K>, prepare?: Prepare): Started<K> {
    const measurement = new LiveMeasurement<K>(randomUUID(), request as MeasurementRequest);
    return { measurement, outcome: this.#run(measurement, prepare) };
  }

  /** What the person has to agree to before this measurement. */
  async consent(request: MeasurementRequest): Promise<ConsentList> {
    return this.#deps.reader.request('consent', await this.#complete(request));
  }

  /** Estimates what each run of a measurement would cost. Sends no request to the endpoint. */
  async estimate(request: MeasurementRequest): Promise<RunEstimate[]> {
    return this.#deps.engine.request('estimateCost', await this.#complete(request));
  }

  /** The first call sends no new requests and lets the open ones finish. The second aborts them. Data are kept. */
  async stop(measurement: LiveMeasurement, stage: 1 | 2 = measurement.nextStopStage()): Promise<void> {
    const { id } = measurement;
    this.#deps.log.info(`Stopping measurement ${id}, stage ${stage}.`);
    measurement.stopRequested(stage);
    this.#changed.fire(measurement);
    await this.#deps.engine.request('stop', { id, stage });
  }

  /** Aborts everything and waits until the data are saved. */
  async stopAll(): Promise<void> {
    const ends = [...this.#ends.values()];
    await Promise.allSettled(this.active().map(measurement => this.stop(measurement, 2)));
    await Promise.all(ends);
  }

  dispose(): void {
    for (const stop of this.#stopListening) stop();
    this.#changed.dispose();
  }

  async #run<K extends MeasurementKind>(
    measurement: LiveMeasurement<K>,
    prepare?: Prepare,
  ): Promise<OutcomeOf<K>> {
    const { id } = measurement;
    this.#active.set(id, measurement);
    this.#changed.fire(measurement);
    const outcome = this.#measure(measurement, prepare);
    this.#ends.set(id, Promise.allSettled([outcome]));
    try {
      return await outcome;
    } catch (error) {
      measurement.fail();
      throw error;
    } finally {
      this.#active.delete(id);
      this.#ends.delete(id);
      this.#changed.fire(measurement);
    }
  }

  async #measure<K extends MeasurementKind>(
    measurement: LiveMeasurement<K>,
    prepare?: Prepare,
  ): Promise<OutcomeOf<K>> {
    const { engine, log } = this.#deps;
    const { id, request } = measurement;
    const [complete] = await Promise.all([this.#complete(request), prepare?.(measurement)]);
    const measured = engine.request('measure', { id, measurement: complete });
    // The engine did not know it yet when the user stopped it.
    if (measurement.stopping) void engine.request('stop', { id, stage: 1 }).catch(() => {});
    const finished = await measured;
    const { outcome } = finished as Finished<K>;
    measurement.finish(outcome);
    log.info(`Measurement ${id} is ${outcome.state}: ${outcome.folder}`);
    return outcome;
  }

  /** The request with what only this window knows. */
  #complete(request: MeasurementRequest): Promise<Measurement> {
    const { secretsFor, networkFor, defaultOutput } = this.#deps;
    return kindInfo(request.kind).toMeasurement(request, {
      common: {
        baseFolder: request.baseFolder,
        defaultOutput: defaultOutput(),
        ...usualPrices(),
        ...(request.agreed !== undefined && { agreed: request.agreed }),
        allowModules: vscode.workspace.isTrusted,
      },
      complete: async ({ plan, endpoint, place }) => ({
        plan,
        place,
        secrets: await secretsFor(endpoint),
        network: networkFor(endpoint.config),
      }),
    });
  }

  #update(id: string, change: (measurement: LiveMeasurement) => void): void {
    const { log } = this.#deps;
    const measurement = this.#active.get(id);
    if (!measurement) return;
    const before = measurement.state;
    try {
      change(measurement);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      return;
    }
    if (before !== measurement.state) log.debug(`Measurement ${id}: ${before} -> ${measurement.state}.`);
    this.#changed.fire(measurement);
  }
}
