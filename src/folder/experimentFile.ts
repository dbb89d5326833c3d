import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type ComparedKey, isComparedKey } from '../core/compare/comparedMetrics.ts';
import type { ExperimentState } from '../protocol/experiments.ts';
import { experimentKinds } from '../protocol/measurementKind.ts';
import { contentOf, isOfLaterSchema, open, orNull, readDocument } from './documents.ts';
import { writeWholeFile } from './wholeFile.ts';

/** A plain file, which LLMeter ignores in the folders of its load tests and runs. */
export const experimentFile = 'experiment.json';

const states = ['running', 'saved', 'partial', 'failed'] as const satisfies readonly (
  | ExperimentState
  | 'running'
)[];

const lengths = z.optional(
  z.custom<number[]>(
    value => Array.isArray(value) && value.every(Number.isFinite),
    'must be a list of numbers',
  ),
);
/** A path could lead out of the experiment's folder. */
const folderName = z.custom<string>(
  value => typeof value === 'string' && value !== '' && !/^\.{1,2}$|[/\\]/.test(value),
  'must be the name of a folder inside this one',
);
const compared = z.custom<ComparedKey>(
  value => typeof value === 'string' && isComparedKey(value),
  'must be the key of a metric that can be compared',
);

/** The keys of the file; others are ignored. */
const keys = {
  schema: z.literal(1),
  tool: z._default(z.string(), ''),
  kind: z.enum(experimentKinds),
  name: z._default(z.string(), ''),
  /** `running` in a file means that the experiment is still running or was killed. */
  state: z.enum(states),
  message: orNull(z.string()),
  /** Id of the recipe, or null. */
  recipe: orNull(z.string()),
  /** Key of the deciding metric, or null. */
  headline: orNull(compared),
  /** The largest acceptable loss in the deciding metric, as a share. */
  margin: z.optional(z.number().check(z.positive())),
  /** Milliseconds since the epoch. */
  startTime: z._default(z.number(), 0),
  /** Names of the run folders inside, in the experiment's order; empty if the folder itself is the run. */
  runs: z._default(z.array(folderName), []),
  /** Other data of this kind of experiment, e.g. the lengths of a heatmap. */
  parameters: z._default(open({ askedInputTokens: lengths, askedOutputTokens: lengths }), {}),
};

const experimentSchema = z.object(keys);

/** The content of `experiment.json`. Written at the start and again at the end. */
export type ExperimentFile = Readonly<Omit<z.output<typeof experimentSchema>, 'headline' | 'runs'>> & {
  readonly runs: readonly string[];
  /** `headline` in the file. */
  readonly decidingMetric: ComparedKey | null;
};

/** Writes what the folder is; creates the folder if it does not exist. */
export async function writeExperiment(folder: string, experiment: ExperimentFile): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { decidingMetric: headline, ...rest } = experiment;
  await writeWholeFile(join(folder, experimentFile), `${JSON.stringify({ ...rest, headline }, null, 2)}\n`);
}

/** What the folder is; null without the file, or if the file has a later schema version. */
export async function readExperiment(folder: string, warnings: string[]): Promise<ExperimentFile | null> {
  const document = await readDocument(folder, experimentFile);
  if (isOfLaterSchema(document, experimentFile, warnings)) return null;
  const content = contentOf(document, experimentFile, experimentSchema, warnings);
  if (content === null) return null;
  const { headline: decidingMetric, ...rest } = content;
  return { ...rest, decidingMetric };
}
