import OpenAI, { AzureOpenAI } from 'openai';
import { UserError } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { awsRefusal } from '../aws/awsErrors.ts';
import { refusal } from '../http/refusal.ts';
import { withoutEnvironmentHeaders } from '../http/sdkEnvironment.ts';

/** The address of a server with one of OpenAI's APIs. */
export interface OpenAIAddress {
  baseUrl?: string | undefined;
  /** Azure's API version; turns on Azure's addressing. */
  apiVersion?: string | undefined;
  headers?: Record<string, string> | undefined;
}

export const openaiRequestIdHeader = 'x-request-id';

/**
 * The official client. Without a key it sends no authentication, as local servers without keys expect.
 * The environment's settings for OpenAI's own service (organization, project) must not reach other
 * servers. Throws UserError if Azure's address is missing.
 */
export function makeOpenAIClient(
  { baseUrl, apiVersion, headers }: OpenAIAddress,
  apiKey: string | undefined,
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>,
): OpenAI {
  const keyless = { Authorization: null, 'api-key': null };
  const shared = {
    apiKey: apiKey ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    defaultHeaders: apiKey === undefined ? { ...keyless, ...headers } : { ...headers },
    fetch,
    logLevel: 'off' as const,
  };
  return withoutEnvironmentHeaders(() =>
    apiVersion === undefined
      ? new OpenAI({ ...shared, baseURL: baseUrl ?? 'https://api.openai.com/v1' })
      : new AzureOpenAI({ ...shared, apiVersion, baseURL: azureBaseUrl(baseUrl) }),
  );
}

/** Azure's resource address, with or without the `/openai` that all its paths begin with, or of a deployment. */
function azureBaseUrl(baseUrl: string | undefined): string {
  if (baseUrl === undefined) {
    throw new UserError(
      'Every Azure OpenAI resource has its own address: with "apiVersion", set "baseUrl" as well.',
    );
  }
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, '');
  if (!/\/openai(\/deployments\/[^/]+)?$/.test(path)) url.pathname = `${path}/openai`;
  return url.href.replace(/\/+$/, '');
}

/** The error of a refused request; AWS's own refusals are worded as in all AWS APIs. */
export function openaiRefusal(
  status: number,
  headers: ReadonlyMap<string, string>,
  text: string,
): ProviderError {
  if (headers.has('x-amzn-errortype')) return awsRefusal('Bedrock', status, headers, text);
  return refusal(status, headers.get(openaiRequestIdHeader), text);
}
