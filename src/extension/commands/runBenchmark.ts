import * as vscode from 'vscode';
import { isSimulated, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { simulatedEndpointOf } from '../endpoints/simulatedEndpointOf.ts';
import type { Remedy } from '../host/problems.ts';
import { readSettings } from '../host/settings.ts';
import { type Answer, back, type Frame } from '../picks/answers.ts';
import { chooseEndpoint } from '../picks/endpointPick.ts';
import { chooseLoad } from '../picks/loadPick.ts';
import { choosePrompt, type PromptChoice } from '../picks/promptPick.ts';
import { type Step, walk } from '../picks/steps.ts';
import type { Load } from '../runs/loadChoices.ts';
import { isRunArguments, planFrom } from '../runs/runArguments.ts';
import type { Services } from '../services.ts';
import { askForEndpoint } from './addEndpoint.ts';
import type { Command } from './command.ts';
import { runWithArguments } from './runWithArguments.ts';

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
  const { memory, roots, benchmarks } = services;
  const settings = readSettings();
  let endpoint: SavedEndpoint | undefined = given;
  let prompt: PromptChoice = { prompt: settings.prompt };
  let load: Load = settings;
  const steps: Step[] = [
    {
      skip: () => given !== undefined,
      ask: async frame => {
        const answer = await askEndpoint(frame, services);
        if (typeof answer === 'object') endpoint = answer;
        return answer;
      },
    },
    {
      ask: async frame => {
        const answer = await choosePrompt(frame, memory.prompts, settings.prompt);
        if (typeof answer === 'object') prompt = answer;
        return answer;
      },
    },
    {
      ask: async frame => {
        const answer = await chooseLoad(frame, memory.load);
        if (typeof answer === 'object') load = answer;
        return answer;
      },
    },
  ];
  if (!(await walk(title, steps)) || !endpoint) return;
  await memory.keepEndpoint(endpoint.id);
  await memory.keepLoad(load);
  if ('prompt' in prompt) await memory.keepPrompt(prompt.prompt);
  const plan = planFrom(endpoint.config, {}, { ...prompt, ...load }, settings);
  const request = { plan, endpoint, baseFolder: roots.baseFolder() };
  await benchmarks.startAndReport(request, await remedyFor(endpoint, services));
}

/** What a refused run most likely needs: a key where there is none, else another look at the endpoint. */
async function remedyFor(endpoint: SavedEndpoint, { keys }: Services): Promise<Remedy> {
  const source = (await keys.sources([endpoint])).get(endpoint.id);
  const [title, command] =
    !isSimulated(endpoint.config) && source === 'none'
      ? ['Set API Key', 'llmeter.endpoint.setKey']
      : ['Edit Endpoint', 'llmeter.endpoint.edit'];
  return { title, run: () => vscode.commands.executeCommand(command, endpoint.id) };
}

async function askEndpoint(frame: Frame, services: Services): Promise<Answer<SavedEndpoint>> {
  const answer = await chooseEndpoint(frame, services.endpoints, services.memory.endpointId);
  if (answer === 'simulated') return simulatedEndpointOf(services.endpoints);
  // A flow of its own: whoever leaves it is asked for the endpoint again.
  if (answer === 'add') return (await askForEndpoint(services)) ?? askEndpoint(frame, services);
  return answer === back ? back : answer;
}
