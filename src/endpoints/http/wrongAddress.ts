import type { RefusedRequest } from './refusedRequest.ts';

/** How servers say that they do not have a model. */
const missingModel =
  /\bmodel\b[^{}]{0,120}\b(not (found|exist|available|loaded|supported)|does(n['’]t| not) exist|unknown|no such)|(no such|unknown|invalid|unsupported|cannot find|could not find|not a valid) model|model_not_found|DeploymentNotFound|deployment[^.]{0,60}does not exist|models\/\S+ is not found/i;

/** What to change if the server does not have the model; null = that is not what it says. */
export function modelHint({ status, said, model }: RefusedRequest): string | null {
  const isNamed = status === 404 && model.length > 2 && said.includes(model);
  if (!isNamed && !missingModel.test(said)) return null;
  return `Check the model id: "model" (--model) is ${JSON.stringify(model)}.`;
}

/** Where an API usually is, below a server's address; '' = at its root. */
const usualPath: Readonly<Record<string, string>> = {
  'openai-chat': '/v1',
  'openai-responses': '/v1',
  litellm: '/v1',
  'google-gemini': '/v1beta',
  'anthropic-messages': '',
};

/** Kinds that many servers with an API like OpenAI's do not have, and what they have instead. */
const insteadOf: Readonly<Record<string, string>> = {
  'openai-responses':
    'If the server has no Responses API, use the kind "openai-chat" (--endpoint openai-chat).',
  'anthropic-messages':
    'If the server has OpenAI’s API, use the kind "openai-chat" (--endpoint openai-chat).',
};

/** What to change if nothing is at the address that was asked. */
export function addressHint({ kind, baseUrl, origin, path }: RefusedRequest): string | null {
  if (baseUrl === '') return 'Check "model" (--model).';
  const usual = usualPath[kind];
  const base = baseUrl.replace(/\/+$/, '');
  const isVersioned = /\/(v\d\w*|openai)(\/|$)/.test(
    path.replace(/\/(chat|responses|messages|models)\b.*$/, ''),
  );
  if (usual && !isVersioned) {
    return `Most such servers have their API under ${usual}: set the base URL to ${base}${usual}.`;
  }
  const instead = insteadOf[kind];
  return `Nothing answers requests at ${origin}${path}: check the base URL.${instead === undefined ? '' : ` ${instead}`}`;
}
