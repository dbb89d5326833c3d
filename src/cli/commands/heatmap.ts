import { type Command, Option } from 'commander';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { distinctNumbers, wholeNumber } from '../options/optionValues.ts';
import {
  addEndpointOptions,
  addPaceOptions,
  addPromptOptions,
  addResultOptions,
} from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
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

/** The defaults of Python LLMeter (llmeter-format 7.2). */
const defaults = { inputs: [10, 50, 200, 500], outputs: [128, 256, 512, 1024], clients: 4 };

/** `llmeter heatmap` */
export function heatmapCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('heatmap')
    .summary('measure latency by the lengths of prompts and responses')
    .description(
      'Send every combination of input and output length, and show the latency of each. The result is saved as a run.',
    )
    .argument(
      '[plan]',
      'plan file, YAML or JSON; its prompts, "maxTokens", "requests" and "duration" are ignored',
    )
    .option('--demo', 'measure the built-in simulated endpoint; needs no key');
  addEndpointOptions(command);
  addLengthOptions(command);
  addPromptOptions(command.optionsGroup('Requests:')).option(
    '--clients <n>',
    `number of concurrent clients (default: that of the plan, or ${defaults.clients})`,
    wholeNumber(1),
  );
  addPaceOptions(command).optionsGroup('Result:');
  addBinOptions(command);
  addResultOptions(command, 'heatmap')
    .option('--show <folder>', 'show a saved heatmap, or any saved run as one; also of Python LLMeter')
    .option(
      '--json',
      'print one JSON object: folder, name, model, bins, inputBins, outputBins, cells, inputMarginals, outputMarginals, achieved, warnings',
    );
  addMeasureHelp(command, help).action(async (planFile: string | undefined, options: HeatmapOptions) => {
    const { show } = options;
    finish(
      show === undefined
        ? await heatmap(planFile, options, context)
        : await showSaved(namedPlace(context, show), options, context),
    );
  });
}

function addLengthOptions(command: Command): void {
  const lengths = (flags: string, description: string, usual: readonly number[]) =>
    new Option(flags, description).argParser(distinctNumbers('length')).default(usual, usual.join());
  command
    .optionsGroup('Lengths:')
    .option('--source <file>', 'text file to cut prompts from (default: generated text, never repeated)')
    .addOption(
      lengths(
        '--inputs <list>',
        'prompt lengths in tokens, as counted by "tokenizer" of the plan',
        defaults.inputs,
      ),
    )
    .addOption(lengths('--outputs <list>', 'maximum response lengths in tokens', defaults.outputs))
    .option('--per-combination <n>', 'requests per combination, over all clients', wholeNumber(1), 1);
}

function addBinOptions(command: Command): void {
  command
    .addOption(
      new Option('--bins <scale>', 'group lengths on a logarithmic scale, or linearly as Python LLMeter does')
        .choices(['log', 'linear'])
        .default('log'),
    )
    .option(
      '--input-bins <n>',
      'number of bins of input lengths (default: one for each requested length)',
      wholeNumber(1),
    )
    .option('--output-bins <n>', 'number of bins of output lengths (default: likewise)', wholeNumber(1));
}

async function heatmap(
  planFile: string | undefined,
  options: HeatmapOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { source, inputs, outputs, perCombination, demo } = options;
  const resolved = await resolvePlan(
    planFile,
    // In other scenarios, responses end before they reach the requested lengths.
    demo === true && options.baseUrl === undefined ? { ...options, baseUrl: 'simulated:talkative' } : options,
    context.folder,
  );
  const measurement: Measurement<'heatmap'> = {
    kind: 'heatmap',
    ...startOf(resolved, context),
    // The prompts come from --source, or are generated.
    place: { ...resolved.place, chosen: [...resolved.place.chosen, 'prompt'] },
    plan: { clients: defaults.clients, ...resolved.plan },
    source: source === undefined ? null : namedPlace(context, source),
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

/** Whether the options ask for other bins than the outcome of a measurement has. */
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

const help: HelpText = {
  examples: [
    ['llmeter heatmap --demo'],
    ['llmeter heatmap plan.yaml --source book.txt --inputs 100,1000,10000 --outputs 64,256,1024'],
    ['llmeter heatmap plan.yaml --per-combination 5 --clients 8 --name lengths'],
    ['llmeter heatmap --show llmeter-runs/lengths --bins linear --input-bins 6 --output-bins 6'],
  ],
  notes: [
    'Each combination is sent exactly as often as requested, over all clients, in an order that depends on --seed.',
    'A token limit cannot make a model write more than it wants to. Requests are therefore grouped by the lengths that were achieved, which are listed beside the requested ones. vLLM and SGLang write up to the limit with --body \'{"ignore_eos": true}\'.',
    'Prompts cut from the same text begin with the same words, so a server with a prompt cache reads them faster the second time. Generated prompts do not.',
  ],
  exitCodes: {
    failed:
      'the run failed, every request failed or was answered without a token, or too many failed (--max-error-rate, --stop-on)',
  },
};
