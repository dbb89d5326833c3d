import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { wholeNumber } from '../options/optionValues.ts';
import { addBesidePrompts, addEndpoint, addPace } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';
import { heatmapText } from '../result/heatmapText.ts';
import { printText, printWarnings } from '../result/printText.ts';

interface HeatmapOptions extends PlanArguments, MeasureOptions {
  source?: string;
  inputs: number[];
  outputs: number[];
  perCombination: number;
  bins: 'log' | 'linear';
  inputBins?: number;
  outputBins?: number;
  show?: string;
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
          ? await heatmap(planFile, options, context)
          : await showSaved(resolve(context.folder, show), options, context),
      );
    });
}

function lengths(text: string): number[] {
  const list = text.split(',').map(part => wholeNumber(1)(part.trim()));
  if (new Set(list).size < list.length) throw new InvalidArgumentError('A length is in it twice.');
  return list;
}

async function heatmap(
  planFile: string | undefined,
  options: HeatmapOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { source, inputs, outputs, perCombination, demo } = options;
  const resolved = await resolvePlan(
    planFile,
    // Answers of other scenarios end on their own, before the lengths that are asked for.
    demo === true && options.baseUrl === undefined ? { ...options, baseUrl: 'simulated:talkative' } : options,
    context.folder,
  );
  const measurement: Measurement<'heatmap'> = {
    kind: 'heatmap',
    ...startOf(resolved, context),
    plan: { clients: defaults.clients, ...resolved.plan },
    source:
      source === undefined ? null : source.startsWith('s3://') ? source : resolve(context.folder, source),
    inputLengths: inputs,
    outputLengths: outputs,
    requestsPerCombination: perCombination,
  };
  return measure(context, measurement, options, {
    async print({ outcome: { state: _state, endedByBudget: _budget, message, ...measured } }, engine) {
      const shown = hasOwnBins(options) ? await read(measured.folder, options, engine) : measured;
      const warnings = message === null ? shown.warnings : [...shown.warnings, message];
      print({ ...shown, warnings }, options, context);
    },
    nothingSucceeded: ({ achieved }) => achieved.every(({ requests, failed }) => failed >= requests),
  });
}

/** Whether the cells are to be other than a heatmap has by default. */
function hasOwnBins({ bins, inputBins, outputBins }: HeatmapOptions): boolean {
  return bins !== 'log' || inputBins !== undefined || outputBins !== undefined;
}

function read(
  folder: string,
  { bins, inputBins, outputBins }: HeatmapOptions,
  engine: EnginePort,
): Promise<Heatmap> {
  return engine.request('readHeatmap', {
    folder,
    bins,
    ...(inputBins !== undefined && { inputBins }),
    ...(outputBins !== undefined && { outputBins }),
  });
}

async function showSaved(folder: string, options: HeatmapOptions, context: CliContext): Promise<ExitCode> {
  print(await withEngine(context, engine => read(folder, options, engine)), options, context);
  return exitCodes.ok;
}

function print(heatmap: Heatmap, { json }: HeatmapOptions, context: CliContext): void {
  printWarnings(context, heatmap.warnings);
  printText(context, json ? heatmap : null, look => heatmapText(heatmap, look));
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
