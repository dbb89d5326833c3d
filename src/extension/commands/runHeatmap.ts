import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { countOf } from '../../core/format/quantities.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Answer, Frame } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';
import { question, walk } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { planFrom } from '../measurements/arguments.ts';
import { type HeatmapArguments, isHeatmapArguments } from '../measurements/experimentArguments.ts';
import type { WantedExperiment } from '../measurements/experiments.ts';
import { checkNumbers, parseNumbers } from '../measurements/numberLists.ts';
import { chooseNumbers } from '../measurements/questions/numbersPick.ts';
import { askEndpoint, remedyFor } from './askEndpoint.ts';
import { budgetStep } from './budgetStep.ts';
import type { Command } from './command.ts';
import { endpointsOf } from './commandTargets.ts';
import type { Services } from './services.ts';
import { startTyped } from './startTyped.ts';
import { requestFor } from './typed.ts';

/** Run Latency Heatmap. With `HeatmapArguments` it asks nothing and answers with the outcome. */
export function runHeatmap(services: Services): Command {
  return {
    id: 'llmeter.experiment.heatmap',
    run: async (...args) => {
      const [first] = args;
      if (isHeatmapArguments(first)) return runWith(services, first);
      await startInteractively(services, first === undefined ? undefined : endpointsOf(args, services)[0]);
      return undefined;
    },
  };
}

async function runWith(services: Services, args: HeatmapArguments) {
  const { source, inputLengths, outputLengths, requestsPerCombination = 1, ...run } = args;
  checkNumbers('inputLengths', inputLengths);
  checkNumbers('outputLengths', outputLengths);
  if (source !== undefined && !vscode.workspace.isTrusted) {
    throw new UserError('A `source` file is read in trusted workspaces only. Trust this one first.');
  }
  const request = await requestFor(services, run);
  return startTyped(
    services,
    {
      kind: 'heatmap',
      ...request,
      title: titleOf(request.endpoint),
      recipe: null,
      source: source ?? null,
      inputLengths,
      outputLengths,
      requestsPerCombination,
    },
    args,
  );
}

async function startInteractively(services: Services, given: SavedEndpoint | undefined): Promise<void> {
  const { memory, roots, experiments } = services;
  const settings = readSettings();
  let endpoint = given;
  let source: string | null = null;
  let inputLengths: number[] = [];
  let outputLengths: number[] = [];
  let requestsPerCombination = 1;
  let budget: number | null = null;
  const wantedOf = (subject: SavedEndpoint): WantedExperiment => {
    const plan = planFrom(subject.config, {}, budget === null ? {} : { cost: { budget } }, settings);
    return {
      ...{ kind: 'heatmap', title: titleOf(subject), recipe: null, plan, endpoint: subject, source },
      ...{ inputLengths, outputLengths, requestsPerCombination, baseFolder: roots.baseFolder() },
    };
  };
  const answered = await walk('Run Latency Heatmap', [
    question(
      frame => askEndpoint(frame, services),
      answer => {
        endpoint = answer;
      },
      () => given !== undefined,
    ),
    question(chooseSource, answer => {
      source = answer.file;
    }),
    question(
      frame =>
        chooseNumbers(frame, {
          placeholder: 'Which input lengths, in tokens?',
          what: 'numbers of tokens',
          choices: [
            { label: 'doubling', numbers: [100, 200, 400, 800] },
            { label: 'long', numbers: [500, 2000, 8000] },
          ],
          describe: numbers => countOf(numbers.length, 'length'),
        }),
      answer => {
        inputLengths = answer;
      },
    ),
    question(
      frame =>
        chooseNumbers(frame, {
          placeholder: 'Which output lengths, in tokens?',
          what: 'numbers of tokens',
          choices: [
            { label: 'doubling', numbers: [50, 100, 200] },
            { label: 'long', numbers: [100, 400, 1600] },
          ],
          describe: numbers => countOf(numbers.length * inputLengths.length, 'combination'),
        }),
      answer => {
        outputLengths = answer;
      },
    ),
    question(
      frame => chooseRepeats(frame, inputLengths.length * outputLengths.length),
      answer => {
        requestsPerCombination = answer;
      },
    ),
    budgetStep(
      () => [endpoint],
      async () => endpoint && experiments.estimate(wantedOf(endpoint)),
      answer => {
        budget = answer;
      },
    ),
  ]);
  if (!answered || !endpoint) return;
  await memory.keepEndpoint(endpoint.id);
  await experiments.startAndReport(wantedOf(endpoint), await remedyFor(endpoint, services));
}

async function chooseSource(frame: Frame): Promise<Answer<{ file: string | null }>> {
  const answer = await choose<'generated' | 'file'>(frame, {
    placeholder: 'Which text are the prompts made of?',
    choices: [
      { label: '$(sparkle) Generated Text', description: 'needs nothing', value: 'generated' },
      { label: '$(file) Text File…', description: 'prompts are cut from it', value: 'file' },
    ],
  });
  if (answer === 'generated') return { file: null };
  if (answer !== 'file') return answer;
  const [file] = (await vscode.window.showOpenDialog({ title: 'Text File for the Prompts' })) ?? [];
  return file && { file: file.fsPath };
}

function chooseRepeats(frame: Frame, combinations: number): Promise<Answer<number>> {
  const line = (each: number) => ({
    label: String(each),
    description: `${countOf(each * combinations, 'request')} in all`,
    value: each,
  });
  return choose<number>(frame, {
    placeholder: 'How many requests for each combination? Pick or type a number',
    choices: [5, 10, 20, 1].map(line),
    typed: text => {
      const list = parseNumbers(text, 'a number of requests');
      return 'numbers' in list && list.numbers.length === 1 ? line(list.numbers[0] ?? 1) : null;
    },
  });
}

function titleOf({ config }: SavedEndpoint): string {
  return `Heatmap of ${endpointLabel(config)}`;
}
