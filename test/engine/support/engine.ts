import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EnginePort } from '../../../src/engine/enginePort.ts';
import { type SpawnOptions, spawnEngine } from '../../../src/engine/spawnEngine.ts';
import type { Finished, Measurement, OutcomeOf } from '../../../src/protocol/measurement.ts';
import type { MeasurementKind } from '../../../src/protocol/measurementKind.ts';
import type { RunSnapshot } from '../../../src/protocol/run.ts';
import type { StartRun } from '../../../src/protocol/start.ts';
import { projectRoot } from '../../harness/projectRoot.ts';

const fileUrl = (path: string) => pathToFileURL(join(projectRoot, path));

/** The engine from its source, in a thread of its own as everywhere. */
export function openEngine(changes: Partial<SpawnOptions> = {}): EnginePort {
  return spawnEngine({
    engineWorker: fileUrl('src/engine/worker.ts'),
    simulatorWorker: fileUrl('src/simulator/worker.ts'),
    tool: 'llmeter-test 0.0.0',
    ...changes,
  });
}

/** Runs a measurement to its end. `id` is what `stop` and events name it by. */
export async function measure<K extends MeasurementKind>(
  engine: EnginePort,
  kind: K,
  start: Omit<Measurement<K>, 'kind'>,
  id: string = kind,
): Promise<OutcomeOf<K>> {
  const measurement = { ...start, kind } as unknown as Measurement;
  return ((await engine.request('measure', { id, measurement })) as Finished<K>).outcome;
}

/** What starts a run of the built-in server's scenario `fast`, of a plan that the test chose itself. */
export function startOf(folder: string, plan: object, changes: Partial<StartRun> = {}): StartRun {
  return {
    plan: { endpoint: simulated('fast'), ...plan },
    baseFolder: folder,
    place: { folders: [], chosen: [''] },
    defaultOutput: 'runs',
    secrets: {},
    network: {},
    ...changes,
  };
}

export function simulated(scenario: string) {
  return { kind: 'openai-chat', model: 'sim', baseUrl: `simulated:${scenario}` };
}

/** Resolves with the first snapshot that fits; `engine` must not have sent it yet. */
export function snapshotWhere(
  engine: EnginePort,
  fits: (snapshot: RunSnapshot, from: { id: string; step: number }) => boolean,
): Promise<RunSnapshot> {
  return new Promise(resolve => {
    const stop = engine.on('snapshot', ({ snapshot, ...from }) => {
      if (!fits(snapshot, from)) return;
      stop();
      resolve(snapshot);
    });
  });
}

/** Runs `use` with an engine and a folder that are gone afterwards. */
export async function withEngine<T>(use: (engine: EnginePort, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'llmeter-engine-'));
  const engine = openEngine();
  try {
    return await use(engine, folder);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
