import { UserError } from '../../core/base/errors.ts';
import { type ComparedKey, comparedDefinition } from '../../core/compare/comparedMetrics.ts';
import { distinctSideNames, sideNames } from '../../core/recipes/sideNames.ts';
import { usualClientsOf } from '../../endpoints/kinds.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';
import { fill, type QuestionStep } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import {
  type AbArguments,
  planFields,
  readAbArguments,
  type SideArguments,
} from '../measurements/arguments.ts';
import type { Load } from '../measurements/loadChoices.ts';
import { chosenByPerson, type MeasurementRequest } from '../measurements/measurementRequest.ts';
import { planFrom } from '../measurements/planFrom.ts';
import { chooseLoad } from '../measurements/questions/loadPick.ts';
import type { PromptChoice } from '../measurements/questions/promptPick.ts';
import { askEndpoint } from './askEndpoint.ts';
import { sharedBudget } from './budgetStep.ts';
import { endpointTargets } from './commandTargets.ts';
import { measureCommand, type Questions } from './measureCommand.ts';
import type { Services } from './services.ts';
import { costLimit, promptStep } from './sharedSteps.ts';
import { plannedRun } from './typed.ts';

type AbRequest = MeasurementRequest<'ab'>;

/** Run A/B Test. With `AbArguments` it asks nothing and answers with the outcome. */
export const runAb = measureCommand({
  id: 'llmeter.experiment.ab',
  read: readAbArguments,
  requestFrom,
  questions: (services, given) => abQuestions(services, given.length > 0 ? given : selectedSides(services)),
});

async function requestFrom(services: Services, args: AbArguments): Promise<AbRequest> {
  const { sides, decidingMetric, name, ...shared } = planFields(args);
  const planned = await Promise.all(
    sides.map(({ name: _name, ...fields }) => plannedRun(services, { ...shared, ...fields })),
  );
  const [first] = planned;
  if (!first || planned.length < 2) throw new UserError('An A/B test needs at least two `sides`.');
  const names = namesOf(
    sides,
    planned.map(({ plan }) => plan),
  );
  return {
    kind: 'ab',
    title: name ?? names.join(' vs. '),
    recipe: null,
    baseFolder: first.baseFolder,
    sides: planned.map((side, i) => ({ ...side, name: names[i] ?? '' })),
    settings: {
      ...(name !== undefined && { name }),
      ...(decidingMetric !== undefined && { decidingMetric }),
    },
  };
}

function namesOf(sides: readonly SideArguments[], plans: Parameters<typeof sideNames>[0]): string[] {
  const defaults = sideNames(plans);
  return distinctSideNames(sides.map(({ name }, i) => name ?? defaults[i] ?? ''));
}

/** A single selected line means nothing: it may be left from something else. */
function selectedSides(services: Services): readonly SavedEndpoint[] {
  const selected = endpointTargets([], services);
  return selected.length > 1 ? selected : [];
}

interface Draft {
  sides: SavedEndpoint[];
  prompt: PromptChoice;
  load: Load;
  decidingMetric: ComparedKey;
}

export function abQuestions(services: Services, given: readonly SavedEndpoint[]): Questions {
  const { memory } = services;
  const { prompt, clients, requests } = readSettings();
  const draft: Draft = {
    sides: [...given],
    prompt: { prompt },
    load: { clients, requests },
    decidingMetric: 'ttft',
  };
  return {
    title: 'Run A/B Test',
    steps: [
      ...sideSteps(draft.sides, services),
      promptStep(draft, services),
      fill(draft, 'load', frame =>
        chooseLoad(frame, memory.load, usualClientsOf(...draft.sides.map(({ config }) => config))),
      ),
      fill(draft, 'decidingMetric', frame => chooseDecidingMetric(frame, draft.sides)),
    ],
    endpoints: () => draft.sides,
    request: budget => requestOf(draft, budget, services),
    budgetEffect: sharedBudget,
    remember: () => memory.keep({ prompt: draft.prompt, load: draft.load }),
  };
}

/** Asks for the baseline and for the endpoint to compare with it, unless they are given. */
function sideSteps(sides: SavedEndpoint[], services: Services): QuestionStep[] {
  const given = sides.length;
  const sideStep = (index: number, placeholder: () => string) =>
    fill(
      sides,
      index,
      frame => askEndpoint(frame, services, placeholder(), ({ id }) => index === 0 || id !== sides[0]?.id),
      () => given > index,
    );
  return [
    sideStep(0, () => 'Which endpoint is the baseline?'),
    sideStep(
      1,
      () => `Which endpoint do you want to compare with ${sides[0] ? endpointLabel(sides[0].config) : 'it'}?`,
    ),
  ];
}

function requestOf(
  { sides, prompt, load, decidingMetric }: Draft,
  budget: number | null,
  { roots }: Services,
): AbRequest {
  const settings = readSettings();
  const limit = costLimit(budget === null ? null : budget / sides.length);
  const plans = sides.map(({ config }) => planFrom(config, {}, { ...prompt, ...load, ...limit }, settings));
  const names = sideNames(plans);
  const baseFolder = roots.baseFolder();
  return {
    kind: 'ab',
    title: names.join(' vs. '),
    recipe: null,
    baseFolder,
    sides: sides.map((endpoint, i) => ({
      endpoint,
      name: names[i] ?? '',
      plan: plans[i] ?? {},
      place: chosenByPerson,
      baseFolder,
    })),
    settings: { decidingMetric },
  };
}

const streamedKeys: readonly ComparedKey[] = ['ttft', 'tpot', 'ttlt'];

/** Asked before there are results, so that nobody picks the metric that happens to differ. */
function chooseDecidingMetric(
  frame: Frame,
  sides: readonly SavedEndpoint[],
): Promise<UserAnswer<ComparedKey>> {
  const keys = sides.every(({ config }) => config.stream) ? streamedKeys : (['ttlt'] as const);
  return choose<ComparedKey>(frame, {
    placeholder: 'Which metric decides? Choose before you see the results, so that they cannot influence you',
    choices: keys.map(key => {
      const { label, definition } = comparedDefinition(key);
      return { label, detail: definition, value: key };
    }),
  });
}
