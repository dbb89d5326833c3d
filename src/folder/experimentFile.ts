import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../core/base/jsonValue.ts';
import type { ExperimentState } from '../protocol/experiments.ts';
import type { ExperimentKind } from '../protocol/measurementKind.ts';
import { readDocument } from './documents.ts';
import { writeWholeFile } from './wholeFile.ts';

/** A plain file, which LLMeter ignores in the folders of its load tests and runs. */
export const experimentFile = 'experiment.json';

/** What a folder of runs says about itself. Written at the start and again at the end. */
export interface ExperimentFile {
  readonly schema: 1;
  readonly tool: string;
  readonly kind: ExperimentKind;
  readonly name: string;
  /** `running` on disk means: still going on, or killed. */
  readonly state: ExperimentState | 'running';
  readonly message: string | null;
  /** Id of the recipe, or null. */
  readonly recipe: string | null;
  /** Key of the deciding metric, or null; `headline` in the file. */
  readonly decidingMetric: string | null;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Names of the folders inside, in the experiment's order; none where the folder is the run itself. */
  readonly runs: readonly string[];
  /** What else the kind must remember, e.g. the lengths of a heatmap. */
  readonly parameters: JsonObject;
}

/** Says what the folder is; makes the folder where it is missing. */
export async function writeExperiment(folder: string, experiment: ExperimentFile): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { decidingMetric: headline, ...rest } = experiment;
  await writeWholeFile(join(folder, experimentFile), `${JSON.stringify({ ...rest, headline }, null, 2)}\n`);
}

const kinds: readonly JsonValue[] = ['load-test', 'ab', 'heatmap'] satisfies ExperimentKind[];
const states: readonly JsonValue[] = [
  'running',
  'saved',
  'partial',
  'failed',
] satisfies ExperimentFile['state'][];

/** What the folder says it is; null without the file or with one of a schema we do not know. */
export async function readExperiment(folder: string): Promise<ExperimentFile | null> {
  const json = await readDocument(folder, experimentFile);
  if (typeof json === 'string' || json['schema'] !== 1) return null;
  const { kind = null, state = null, runs, parameters } = json;
  if (!kinds.includes(kind) || !states.includes(state)) return null;
  const text = (key: string) => (typeof json[key] === 'string' ? json[key] : null);
  return {
    schema: 1,
    tool: text('tool') ?? '',
    kind: kind as ExperimentKind,
    name: text('name') ?? '',
    state: state as ExperimentFile['state'],
    message: text('message'),
    recipe: text('recipe'),
    decidingMetric: text('headline'),
    startTime: typeof json['startTime'] === 'number' ? json['startTime'] : 0,
    runs: Array.isArray(runs) ? runs.filter(name => typeof name === 'string') : [],
    parameters: typeof parameters === 'object' && parameters !== null ? (parameters as JsonObject) : {},
  };
}
