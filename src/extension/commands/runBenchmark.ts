import { usualClientsOf } from '../../endpoints/kinds.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { question, type Step, walk } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { isRunArguments, planFrom } from '../measurements/arguments.ts';
import type { Load } from '../measurements/loadChoices.ts';
import { chooseLoad } from '../measurements/questions/loadPick.ts';
import { choosePrompt, type PromptChoice } from '../measurements/questions/promptPick.ts';
import { askEndpoint, remedyFor } from './askEndpoint.ts';
import { budgetStep } from './budgetStep.ts';
import type { Command } from './command.ts';
import type { Services } from './services.ts';
import { runWithArguments } from './typed.ts';

const title = 'Run LLM Benchmark';

/** Run LLM Benchmark. With `RunArguments` it asks nothing and answers with the run's outcome. */
export function runBenchmark(services: Services): Command {
  return {
    id: 'llmeter.run.start',
    run: args => (isRunArguments(args) ? runWithArguments(services, args) : startInteractively(services)),
  };
}

/** Asks for what is not given, keeps the answers for the next time, and starts. */
export async function startInteractively(services: Services, given?: SavedEndpoint): Promise<void> {
  const { memory, roots, runs, benchmarks } = services;
  const settings = readSettings();
  let endpoint: SavedEndpoint | undefined = given;
  let prompt: PromptChoice = { prompt: settings.prompt };
  let load: Load = settings;
  let budget: number | null = null;
  const requestOf = (subject: SavedEndpoint) => {
    const answers = { ...prompt, ...load, ...(budget !== null && { cost: { budget } }) };
    const plan = planFrom(subject.config, {}, answers, settings);
    return { plan, endpoint: subject, baseFolder: roots.baseFolder() };
  };
  const steps: Step[] = [
    question(
      frame => askEndpoint(frame, services),
      answer => {
        endpoint = answer;
      },
      () => given !== undefined,
    ),
    question(
      frame => choosePrompt(frame, memory.prompts, settings.prompt),
      answer => {
        prompt = answer;
      },
    ),
    question(
      frame => chooseLoad(frame, memory.load, undefined, endpoint && usualClientsOf(endpoint.config)),
      answer => {
        load = answer;
      },
    ),
    budgetStep(
      () => [endpoint],
      async () => endpoint && runs.estimate({ ...requestOf(endpoint), defaultOutput: roots.usual() }),
      answer => {
        budget = answer;
      },
    ),
  ];
  if (!(await walk(title, steps)) || !endpoint) return;
  await memory.keepEndpoint(endpoint.id);
  await memory.keepLoad(load);
  if ('prompt' in prompt) await memory.keepPrompt(prompt.prompt);
  await benchmarks.startAndReport(requestOf(endpoint), await remedyFor(endpoint, services));
}
