import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { countOf } from '../../core/format/quantities.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';
import { fill } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { type HeatmapArguments, readHeatmapArguments } from '../measurements/arguments.ts';
import {
  chosenByPerson,
  type MeasurementRequest,
  type PlanInFolder,
} from '../measurements/measurementRequest.ts';
import { checkNumbers, parseNumbers } from '../measurements/numberLists.ts';
import { planFrom } from '../measurements/planFrom.ts';
import { chooseNumbers } from '../measurements/questions/numbersPick.ts';
import { answerOf, measureCommand, type Questions } from './measureCommand.ts';
import type { Services } from './services.ts';
import { costLimit, endpointStep } from './sharedSteps.ts';
import { plannedRun } from './typed.ts';

type HeatmapRequest = MeasurementRequest<'heatmap'>;

/** Run Latency Heatmap. With `HeatmapArguments` it asks nothing and answers with the outcome. */
export const runHeatmap = measureCommand({
  id: 'llmeter.experiment.heatmap',
  read: readHeatmapArguments,
  requestFrom,
  questions: (services, [endpoint]) => questions(services, endpoint),
});

async function requestFrom(services: Services, args: HeatmapArguments): Promise<HeatmapRequest> {
  const { source = null, inputLengths, outputLengths, requestsPerCombination = 1, ...run } = args;
  checkNumbers('inputLengths', inputLengths);
  checkNumbers('outputLengths', outputLengths);
  if (source !== null && !vscode.workspace.isTrusted) {
    throw new UserError('A `source` file is read only in trusted workspaces. Trust this workspace first.');
  }
  const settings = { source, inputLengths, outputLengths, requestsPerCombination };
  return requestOf(await plannedRun(services, run), settings);
}

interface Draft extends Omit<HeatmapRequest['settings'], 'source'> {
  endpoint: SavedEndpoint | undefined;
  source: { file: string | null };
}

function questions(services: Services, given: SavedEndpoint | undefined): Questions {
  const { memory, roots } = services;
  const draft: Draft = {
    endpoint: given,
    source: { file: null },
    inputLengths: [],
    outputLengths: [],
    requestsPerCombination: 1,
  };
  return {
    title: 'Run Latency Heatmap',
    steps: [
      endpointStep(draft, services),
      fill(draft, 'source', chooseSource),
      fill(draft, 'inputLengths', chooseInputLengths),
      fill(draft, 'outputLengths', frame => chooseOutputLengths(frame, draft.inputLengths.length)),
      fill(draft, 'requestsPerCombination', frame =>
        chooseRepeats(frame, draft.inputLengths.length * draft.outputLengths.length),
      ),
    ],
    endpoints: () => [draft.endpoint].filter(endpoint => endpoint !== undefined),
    request: budget => {
      const { source, inputLengths, outputLengths, requestsPerCombination } = draft;
      const endpoint = answerOf(draft.endpoint);
      const plan = planFrom(endpoint.config, {}, costLimit(budget), readSettings());
      return requestOf(
        { plan, endpoint, place: chosenByPerson, baseFolder: roots.baseFolder() },
        { source: source.file, inputLengths, outputLengths, requestsPerCombination },
      );
    },
    remember: () => memory.keep({ endpointId: answerOf(draft.endpoint).id }),
  };
}

async function chooseSource(frame: Frame): Promise<UserAnswer<Draft['source']>> {
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

function chooseInputLengths(frame: Frame): Promise<UserAnswer<number[]>> {
  return chooseNumbers(frame, {
    placeholder: 'Which input lengths, in tokens?',
    what: 'numbers of tokens',
    choices: [
      { label: 'doubling', numbers: [100, 200, 400, 800] },
      { label: 'long', numbers: [500, 2000, 8000] },
    ],
    describe: numbers => countOf(numbers.length, 'length'),
  });
}

function chooseOutputLengths(frame: Frame, inputLengths: number): Promise<UserAnswer<number[]>> {
  return chooseNumbers(frame, {
    placeholder: 'Which output lengths, in tokens?',
    what: 'numbers of tokens',
    choices: [
      { label: 'doubling', numbers: [50, 100, 200] },
      { label: 'long', numbers: [100, 400, 1600] },
    ],
    describe: numbers => countOf(numbers.length * inputLengths, 'combination'),
  });
}

function chooseRepeats(frame: Frame, combinations: number): Promise<UserAnswer<number>> {
  const choiceOf = (each: number) => ({
    label: String(each),
    description: `${countOf(each * combinations, 'request')} in total`,
    value: each,
  });
  return choose<number>(frame, {
    placeholder: 'How many requests for each combination? Pick or type a number',
    choices: [5, 10, 20, 1].map(choiceOf),
    typed: text => {
      const list = parseNumbers(text, 'a number of requests');
      return 'numbers' in list && list.numbers.length === 1 ? choiceOf(list.numbers[0] ?? 1) : null;
    },
  });
}

function requestOf(planned: PlanInFolder, settings: HeatmapRequest['settings']): HeatmapRequest {
  const title = `Heatmap of ${endpointLabel(planned.endpoint.config)}`;
  return { kind: 'heatmap', title, recipe: null, ...planned, settings };
}
