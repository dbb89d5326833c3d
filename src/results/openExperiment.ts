import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { compareParts } from '../core/compare/parts.ts';
import { heatmapLengths } from '../core/heatmap/lengthParts.ts';
import { loadTestLevels } from '../core/loadTest/levelParts.ts';
import { recipeOf } from '../core/recipes/recipes.ts';
import { PriceBook } from '../prices/priceBook.ts';
import type { ExperimentContent, OpenExperiment } from '../protocol/experiments.ts';
import { compareAsMeant } from './compareAsMeant.ts';
import { kindOfFolder, type OpenedFolder } from './kindOfFolder.ts';
import { readHeatmapWithParts } from './readHeatmap.ts';
import { readLoadTestWithSeries } from './readLoadTest.ts';
import { readRepeats } from './readRepeats.ts';
import { distinctNames } from './savedSample.ts';

const contentNames = {
  run: 'a run',
  heatmap: 'a heatmap',
  ab: 'an A/B test',
  'load-test': 'a load test',
  repeats: 'a repeated run',
} as const;

/**
 * Reads folders for people to look at, whoever wrote them: runs side by side, A/B tests as the runs of their
 * sides, load tests, or heatmaps. A heatmap beside runs counts as a run. Throws UserError that says what to
 * select for a single run, for kinds that cannot be shown together, and for a folder with nothing in it.
 */
export async function openExperiment(asked: OpenExperiment): Promise<ExperimentContent> {
  const { folders, prices } = asked;
  if (folders.length === 0) throw new UserError('Select an experiment, or at least two runs.');
  const book = await PriceBook.given(prices);
  const opened: OpenedFolder[] = [];
  for (const folder of folders) opened.push(await kindOfFolder(folder));
  if (opened.every(({ content }) => content === 'load-test')) return openLoadTests(asked, book);
  if (opened.some(({ content }) => content === 'load-test')) throw mixed(opened);
  if (opened.every(({ content }) => content === 'heatmap')) return openHeatmaps(asked, book);
  const [only] = opened;
  if (opened.length === 1 && only?.content === 'repeats') {
    return { kind: 'repeats', repeated: await readRepeats(only.folder, prices) };
  }
  return openRuns(opened, asked, book);
}

async function openLoadTests(
  { folders, decidingMetric, margin }: OpenExperiment,
  book: PriceBook | null,
): Promise<ExperimentContent> {
  const read: Awaited<ReturnType<typeof readLoadTestWithSeries>>[] = [];
  for (const folder of folders) read.push(await readLoadTestWithSeries(folder, book));
  const names = distinctNames(read.map(({ test }) => test));
  const named = read.map(({ test, ...rest }, i) => ({ test, ...rest, name: names[i] ?? test.name }));
  return {
    kind: 'load-tests',
    tests: named.map(({ test, name }) => ({ ...test, name })),
    series: named.map(({ series, name }) => ({ ...series, name })),
    comparisons: compareParts(named, loadTestLevels, { decidingMetric, margin }),
  };
}

async function openHeatmaps(
  { folders, decidingMetric, margin, bins = 'log' }: OpenExperiment,
  book: PriceBook | null,
): Promise<ExperimentContent> {
  const read: Awaited<ReturnType<typeof readHeatmapWithParts>>[] = [];
  for (const folder of folders) read.push(await readHeatmapWithParts({ folder, bins }, book));
  const names = distinctNames(read.map(({ heatmap }) => heatmap));
  const named = read.map(({ heatmap, parts }, i) => ({ heatmap, parts, name: names[i] ?? heatmap.name }));
  return {
    kind: 'heatmaps',
    heatmaps: named.map(({ heatmap, name }) => ({ ...heatmap, name })),
    comparisons: compareParts(named, heatmapLengths, { decidingMetric, margin }),
  };
}

async function openRuns(
  opened: readonly OpenedFolder[],
  { decidingMetric, margin }: OpenExperiment,
  book: PriceBook | null,
): Promise<ExperimentContent> {
  const runs = opened.flatMap(({ folder, content, experiment }) =>
    content === 'ab' && experiment ? experiment.runs.map(name => join(folder, name)) : [folder],
  );
  const repeats = new Map(
    opened.flatMap(({ folder, content, experiment }) =>
      content === 'repeats' && experiment
        ? [[folder, experiment.runs.map(name => join(folder, name))] as const]
        : [],
    ),
  );
  if (runs.length < 2) {
    throw new UserError(
      `${runs[0] ?? opened[0]?.folder} is a single run: select another run to compare it with, or open its report.`,
    );
  }
  const only = opened.length === 1 ? opened[0]?.experiment : null;
  const recipe = recipeOf(only?.recipe);
  const { comparison, samples, findings } = await compareAsMeant(runs, {
    recipe,
    decidingMetric,
    book,
    meant: only?.decidingMetric ?? null,
    margin: margin ?? only?.margin ?? null,
    repeats,
  });
  return {
    kind: 'runs',
    recipe: recipe?.title ?? null,
    comparison: {
      ...comparison,
      warnings: [...opened.flatMap(({ warnings }) => warnings), ...comparison.warnings],
    },
    columns: samples.map(({ columns }) => columns),
    findings,
  };
}

function mixed(opened: readonly OpenedFolder[]): UserError {
  const list = opened.map(({ folder, content }) => `${folder} is ${contentNames[content]}`).join('; ');
  return new UserError(`${list}. Runs and load tests cannot be compared with each other.`);
}
