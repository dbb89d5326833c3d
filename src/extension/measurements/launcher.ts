import { dirname } from 'node:path';
import type { CostEstimate } from '../../core/cost/estimate.ts';
import { estimateTogether } from '../../core/cost/estimateTogether.ts';
import type { OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import { announce } from '../host/announce.ts';
import type { ErrorReporter, Remedy } from '../host/errorReporter.ts';
import type { Log } from '../host/log.ts';
import { settledWithin } from '../host/settledWithin.ts';
import type { Consents } from './consents.ts';
import type { LiveMeasurement } from './liveMeasurement.ts';
import type { MeasurementRequest } from './measurementRequest.ts';
import type { Measurements, Started } from './measurements.ts';
import type { MeasurementQueue, WhenBusy } from './queue.ts';
import type { RunRoots } from './runRoots.ts';
import { endText } from './texts.ts';

export interface StartOptions {
  showPanel: boolean;
  whenBusy: WhenBusy;
}

/** Where measurements are shown. */
export interface MeasurementPanels {
  /** Resolves when the panel is drawn or closed. */
  show(shown: { measurement: LiveMeasurement }): Promise<void>;
  isVisible(measurement: LiveMeasurement): boolean;
  /** Closes the panel of a measurement that left nothing to look at. */
  closeIfEmpty(measurement: LiveMeasurement): void;
}

export interface LauncherDeps {
  measurements: Measurements;
  queue: MeasurementQueue;
  consents: Pick<Consents, 'agree'>;
  panels: MeasurementPanels;
  roots: RunRoots;
  errors: ErrorReporter;
  /** Whether something besides the panels shows how measurements proceed. */
  progressIsVisible(): boolean;
  log: Log;
}

/** Milliseconds that a measurement waits for its panel: one that opens would disturb the first requests. */
const longestWait = 5000;

/** Starts measurements for a person: opens a panel, and notifies at the end if nobody is watching. */
export class Launcher {
  readonly #deps: LauncherDeps;

  constructor(deps: LauncherDeps) {
    this.#deps = deps;
  }

  /** Estimates the total cost; null unless all prices are known. Sends no request to the endpoint. */
  async estimate(request: MeasurementRequest): Promise<CostEstimate | null> {
    const runs = await this.#deps.measurements.estimate(request);
    return runs.every(({ estimate }) => estimate !== null) ? estimateTogether(runs) : null;
  }

  /** Starts what a person asked for, and reports errors to that person. Never rejects. */
  async startAndReport(request: MeasurementRequest, ...remedies: Remedy[]): Promise<void> {
    const { errors, panels } = this.#deps;
    try {
      const { measurement, outcome } = await this.start(request, { showPanel: true, whenBusy: 'ask' });
      await outcome.catch(error => {
        // The panel of a measurement that failed on the way says so itself.
        if (panels.isVisible(measurement)) errors.note(error);
        else errors.show(error, ...remedies);
      });
    } catch (error) {
      errors.show(error, ...remedies);
    }
  }

  /** Starts a measurement as soon as it may, after the person agreed to what its plan does. Its outcome rejects as the engine refuses it. */
  async start<K extends MeasurementKind>(
    request: MeasurementRequest<K>,
    { showPanel, whenBusy }: StartOptions,
  ): Promise<Started<K>> {
    const { measurements, queue } = this.#deps;
    const agreed = await this.#agreed(request);
    return queue.start(whenBusy, request.title, () => {
      const prepare = (measurement: LiveMeasurement) => this.#showFirst(measurement);
      const { measurement, outcome } = measurements.start(agreed, showPanel ? prepare : undefined);
      return { measurement, outcome: this.#follow(measurement, outcome, showPanel) };
    });
  }

  /** The request with what the person agreed to. Rejects with CancellationError if they did not. */
  async #agreed<K extends MeasurementKind>(request: MeasurementRequest<K>): Promise<MeasurementRequest<K>> {
    const { consents, measurements } = this.#deps;
    const list = await measurements.consent(request as MeasurementRequest);
    const agreed = list.hash === request.agreed ? request.agreed : await consents.agree(list);
    return agreed === undefined ? request : { ...request, agreed };
  }

  /** Opens the panel and waits until it is drawn, but not for ever. */
  async #showFirst(measurement: LiveMeasurement): Promise<void> {
    const { panels, log } = this.#deps;
    if (await settledWithin(panels.show({ measurement }), longestWait)) return;
    log.warn('The panel was not ready in time. The measurement starts without it.');
  }

  async #follow<K extends MeasurementKind>(
    measurement: LiveMeasurement<K>,
    outcome: Promise<OutcomeOf<K>>,
    showPanel: boolean,
  ): Promise<OutcomeOf<K>> {
    const { panels, roots } = this.#deps;
    try {
      const result = await outcome;
      await roots.remember(dirname(result.folder));
      if (showPanel) this.#announceEnd(measurement, result);
      return result;
    } catch (error) {
      panels.closeIfEmpty(measurement);
      throw error;
    }
  }

  #announceEnd(measurement: LiveMeasurement, outcome: OutcomeOf<MeasurementKind>): void {
    const { panels, progressIsVisible } = this.#deps;
    const isSeen = panels.isVisible(measurement) || progressIsVisible();
    const text = endText(measurement.request, outcome, isSeen);
    if (text !== null) announce(text, outcome.state === 'failed', () => void panels.show({ measurement }));
  }
}
