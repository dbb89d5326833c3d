import { UserError } from '../../core/base/errors.ts';
import { type ComparedKey, comparedDefinition } from '../../core/compare/comparedMetrics.ts';
import { distinctSideNames, sideNames } from '../../core/recipes/sideNames.ts';
import { usualClientsOf } from '../../endpoints/kinds.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Answer, Frame } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';
import { question, walk } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { planFrom } from '../measurements/arguments.ts';
import { type AbArguments, isAbArguments } from '../measurements/experimentArguments.ts';
import type { WantedExperiment } from '../measurements/experiments.ts';
import type { Load } from '../measurements/loadChoices.ts';
import { chooseLoad } from '../measurements/questions/loadPick.ts';
import { choosePrompt, type PromptChoice } from '../measurements/questions/promptPick.ts';
import { askEndpoint, remedyFor } from './askEndpoint.ts';
import { budgetStep, sharedBudget } from './budgetStep.ts';
import type { Command } from './command.ts';
import { endpointsOf } from './commandTargets.ts';
import type { Services } from './services.ts';
import { startTyped } from './startTyped.ts';
import { requestFor } from './typed.ts';

/** Run A/B Test: endpoints take turns. With `AbArguments` it asks nothing and answers with the outcome. */
export function runAb(services: Services): Command {
  return {
    id: 'llmeter.experiment.ab',
    run: async (...args) => {
      if (isAbArguments(args[0])) return runWith(services, args[0]);
      const endpoints = endpointsOf(args, services);
      // From the palette one selected line means nothing: it may be left from anything else.
      await askAndRunAb(services, args[0] === undefined && endpoints.length < 2 ? [] : endpoints);
      return undefined;
    },
  };
}

async function runWith(services: Services, args: AbArguments) {
  const {
    sides: wanted,
    decidingMetric,
    name,
    waitForEnd: _wait,
    showPanel: _show,
    whenBusy: _busy,
    ...shared
  } = args;
  const requests = await Promise.all(
    wanted.map(side => requestFor(services, { ...shared, ...sideFields(side) })),
  );
  const [first] = requests;
  if (!first || requests.length < 2) throw new UserError('An A/B run needs at least two `sides`.');
  const usual = sideNames(requests.map(({ plan }) => plan));
  const names = distinctSideNames(wanted.map((side, i) => side.name ?? usual[i] ?? ''));
  return startTyped(
    services,
    {
      kind: 'ab',
      title: name ?? names.join(' vs. '),
      recipe: null,
      sides: requests.map((request, i) => ({ ...request, name: names[i] ?? '' })),
      baseFolder: first.baseFolder,
      ...(name !== undefined && { name }),
      ...(decidingMetric !== undefined && { decidingMetric }),
    },
    args,
  );
}

function sideFields({ name: _name, ...fields }: AbArguments['sides'][number]) {
  return fields;
}

/** Asks for what is not given, and starts: two endpoints or more, one prompt, one load, what decides. */
export async function askAndRunAb(services: Services, given: readonly SavedEndpoint[]): Promise<void> {
  const { memory, roots, experiments } = services;
  const settings = readSettings();
  const sides = [...given];
  let prompt: PromptChoice = { prompt: settings.prompt };
  let load: Load = settings;
  let decidingMetric: ComparedKey = 'ttft';
  let budget: number | null = null;
  const wanted = (): WantedExperiment => {
    const limits = budget === null ? {} : { cost: { budget: budget / sides.length } };
    const plans = sides.map(({ config }) =>
      planFrom(config, {}, { ...prompt, ...load, ...limits }, settings),
    );
    const names = sideNames(plans);
    const baseFolder = roots.baseFolder();
    return {
      ...{ kind: 'ab', title: names.join(' vs. '), recipe: null, decidingMetric, baseFolder },
      sides: sides.map((endpoint, i) => ({
        ...{ endpoint, name: names[i] ?? '', plan: plans[i] ?? {}, baseFolder },
      })),
    };
  };
  const side = (index: number, placeholder: () => string) =>
    question(
      frame => askEndpoint(frame, services, placeholder(), ({ id }) => index === 0 || id !== sides[0]?.id),
      answer => {
        sides[index] = answer;
      },
      () => given.length > index,
    );
  const answered = await walk('Run A/B Test', [
    side(0, () => 'Which endpoint is the baseline?'),
    side(1, () => `Which endpoint is compared with ${sides[0] ? endpointLabel(sides[0].config) : 'it'}?`),
    question(
      frame => choosePrompt(frame, memory.prompts, settings.prompt),
      answer => {
        prompt = answer;
      },
    ),
    question(
      frame =>
        chooseLoad(frame, memory.load, undefined, usualClientsOf(...sides.map(({ config }) => config))),
      answer => {
        load = answer;
      },
    ),
    question(
      frame => chooseDecidingMetric(frame, sides),
      answer => {
        decidingMetric = answer;
      },
    ),
    budgetStep(
      () => sides,
      () => experiments.estimate(wanted()),
      answer => {
        budget = answer;
      },
      sharedBudget,
    ),
  ]);
  const [baseline] = sides;
  if (!answered || !baseline) return;
  await memory.keepLoad(load);
  if ('prompt' in prompt) await memory.keepPrompt(prompt.prompt);
  await experiments.startAndReport(wanted(), await remedyFor(baseline, services));
}

const streamed: readonly ComparedKey[] = ['ttft', 'tpot', 'ttlt'];

/** What decides is chosen before looking, so that nobody picks the metric that happened to differ. */
function chooseDecidingMetric(frame: Frame, sides: readonly SavedEndpoint[]): Promise<Answer<ComparedKey>> {
  const keys = sides.every(({ config }) => config.stream) ? streamed : (['ttlt'] as const);
  return choose<ComparedKey>(frame, {
    placeholder: 'Which metric decides? Chosen before looking, it cannot be picked for its result',
    choices: keys.map(key => {
      const { label, definition } = comparedDefinition(key);
      return { label, detail: definition, value: key };
    }),
  });
}
