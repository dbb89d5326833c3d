import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import { apiKeyOf } from '../../measure/plan/secrets.ts';
import type { HeatmapOutcome, ReadHeatmap } from '../../protocol/experiments.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import { estimateRuns } from '../measure/estimateRuns.ts';
import { runMeasurement } from '../measure/runMeasurement.ts';
import { wholeNumber } from '../options/optionValues.ts';
import { addBesidePrompts, addEndpoint, addPace } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { heatmapText } from '../result/heatmapText.ts';
import { liveDisplay } from '../terminal/liveDisplay.ts';
import { styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';

interface HeatmapOptions extends PlanArguments {
  source?: string;
  inputs: number[];
  outputs: number[];
  perCombination: number;
  bins: 'log' | 'linear';
  inputBins?: number;
  outputBins?: number;
  show?: string;
  estimate?: boolean;
  json?: boolean;
}

/** LLMeter's own (llmeter-format 7.2). */
const defaults = { inputs: [10, 50, 200, 500], outputs: [128, 256, 512, 1024], clients: 4 };

/** `llmeter heatmap` */
export function heatmapCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  const positive = wholeNumber(1);
  const command = program
    .command('heatmap')
    .summary('see how latency grows with the lengths of prompts and answers')
    .description(
      'Send every combination of input and output length and show the latency of each. The result is a run, and is saved as one.',
    )
    .argument(
      '[plan]',
      'plan file, YAML or JSON; its prompts, "maxTokens", "requests" and "duration" do not count here',
    )
    .option('--demo', 'ask the built-in simulated endpoint; needs no key');
  addEndpoint(command)
    .optionsGroup('Lengths:')
    .option('--source <file>', 'text that prompts are cut from (default: generated, no two alike)')
    .option(
      '--inputs <list>',
      'tokens of the prompts, as the plan’s "tokenizer" counts them',
      lengths,
      defaults.inputs,
    )
    .option('--outputs <list>', 'most tokens of the answers', lengths, defaults.outputs)
    .option('--per-combination <n>', 'requests of each combination, over all clients', positive, 1)
    .optionsGroup('Requests:');
  addBesidePrompts(command).option(
    '--clients <n>',
    `concurrent clients (default: the plan’s, or ${defaults.clients})`,
    positive,
  );
  addPace(command)
    .optionsGroup('Result:')
    .addOption(
      new Option('--bins <kind>', 'groups of lengths that lie together, or LLMeter’s of one width')
        .choices(['log', 'linear'])
        .default('log'),
    )
    .option('--input-bins <n>', 'how many of input lengths (default: as many as were asked for)', positive)
    .option('--output-bins <n>', 'how many of output lengths', positive)
    .option('--output <folder>', 'where the run folder is created (default: llmeter-runs)')
    .option('--name <name>', 'name of the heatmap and of its folder (default: date and time)')
    .option('--description <text>', 'free text kept with the results')
    .option('--estimate', 'say what the heatmap would cost, and send nothing')
    .option('--show <folder>', 'show a saved heatmap, or any run as one, also of Python LLMeter')
    .option(
      '--json',
      'print one JSON object: folder, name, bins, cells, marginals, achieved lengths, warnings',
    )
    .addHelpText('after', examples)
    .action(async (planFile: string | undefined, options: HeatmapOptions) => {
      const { show } = options;
      finish(
        show === undefined
          ? await measure(planFile, options, context)
          : await showSaved(resolve(context.folder, show), options, context),
      );
    });
}

function lengths(text: string): number[] {
  const list = text.split(',').map(part => wholeNumber(1)(part.trim()));
  if (new Set(list).size < list.length) throw new InvalidArgumentError('A length is in it twice.');
  return list;
}

async function measure(
  planFile: string | undefined,
  options: HeatmapOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { source, inputs, outputs, perCombination, demo } = options;
  const { plan, checked, baseFolder, defaultOutput } = await resolvePlan(
    planFile,
    // Answers of other scenarios end on their own, before the lengths that are asked for.
    demo === true && options.baseUrl === undefined ? { ...options, baseUrl: 'simulated:talkative' } : options,
    context.folder,
  );
  const apiKey = apiKeyOf(checked.endpoint, {}, context.env);
  const start: Measurement<'heatmap'> = {
    kind: 'heatmap',
    plan: { clients: defaults.clients, ...plan },
    baseFolder,
    defaultOutput,
    allowModules: true,
    secrets: apiKey === undefined ? {} : { apiKey },
    network: {},
    source:
      source === undefined ? null : source.startsWith('s3://') ? source : resolve(context.folder, source),
    inputLengths: inputs,
    outputLengths: outputs,
    requestsPerCombination: perCombination,
  };
  if (options.estimate) {
    return await estimateRuns(start, options.json === true, context);
  }
  const { outcome, interrupted } = await runMeasurement(context, liveDisplay(context), start);
  const { state, message, endedByBudget } = outcome;
  const heatmap = await readSaved(outcome.folder, options, context);
  print(
    message === null ? heatmap : { ...heatmap, warnings: [...heatmap.warnings, message] },
    options,
    context,
  );
  if (interrupted) return exitCodes.interrupted;
  if (state === 'failed' || noneSucceeded(outcome)) return exitCodes.failed;
  return endedByBudget ? exitCodes.overBudget : exitCodes.ok;
}

function noneSucceeded({ achieved }: HeatmapOutcome): boolean {
  return achieved.every(({ requests, failed }) => failed >= requests);
}

function readOf(folder: string, { bins, inputBins, outputBins }: HeatmapOptions): ReadHeatmap {
  return {
    folder,
    bins,
    ...(inputBins === undefined ? {} : { inputBins }),
    ...(outputBins === undefined ? {} : { outputBins }),
  };
}

async function showSaved(folder: string, options: HeatmapOptions, context: CliContext): Promise<ExitCode> {
  print(await readSaved(folder, options, context), options, context);
  return exitCodes.ok;
}

async function readSaved(folder: string, options: HeatmapOptions, context: CliContext): Promise<Heatmap> {
  const engine = context.openEngine();
  try {
    return await engine.request('readHeatmap', readOf(folder, options));
  } finally {
    await engine.close();
  }
}

function print(heatmap: Heatmap, { json }: HeatmapOptions, { stdout, stderr }: CliContext): void {
  const { warn } = styles(stderr.colours);
  for (const warning of heatmap.warnings) stderr.write(`${warn('warning:')} ${oneLine(warning)}\n`);
  const text = json ? JSON.stringify(heatmap) : heatmapText(heatmap, styles(stdout.colours)).join('\n');
  stdout.write(`${text}\n`);
}

const examples = `
Examples:
  llmeter heatmap --demo
  llmeter heatmap plan.yaml --source book.txt --inputs 100,1000,10000 --outputs 64,256,1024
  llmeter heatmap plan.yaml --per-combination 5 --clients 8 --name lengths
  llmeter heatmap --show llmeter-runs/lengths --bins linear --input-bins 6 --output-bins 6

Each combination is sent exactly as often as asked over all clients, in an order that --seed decides. A limit
on tokens cannot make a model say more than it wants to: cells are by the lengths that were achieved, which are
listed beside those asked for. vLLM and SGLang go on to the limit where a callback module of the plan sets
"ignore_eos" in each payload. Prompts cut from one text begin alike, and servers with a prompt cache read them
faster the second time; generated ones do not. Exit codes: 0 ok, 1 every request failed, 2 bad usage, 4
stopped at its budget, 130 interrupted.`;
