import type { RunPlan } from '../../core/plan/plan.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { fill, type QuestionStep } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { choosePrompt, type PromptChoice } from '../measurements/questions/promptPick.ts';
import { askEndpoint } from './askEndpoint.ts';
import type { Services } from './services.ts';

/** Asks for the endpoint, unless the command was called on one. */
export function endpointStep(
  draft: { endpoint: SavedEndpoint | undefined },
  services: Services,
): QuestionStep {
  const isGiven = draft.endpoint !== undefined;
  return fill(
    draft,
    'endpoint',
    frame => askEndpoint(frame, services),
    () => isGiven,
  );
}

export function promptStep(draft: { prompt: PromptChoice }, { memory }: Services): QuestionStep {
  const { prompt } = readSettings();
  return fill(draft, 'prompt', frame => choosePrompt(frame, memory.prompts, prompt));
}

/** The fields of a plan that limit its cost. */
export function costLimit(budget: number | null): Pick<Partial<RunPlan>, 'cost'> {
  return budget === null ? {} : { cost: { budget } };
}
