import * as z from 'zod/mini';
import type { AddressVariable } from '../contract/endpointKind.ts';

/** Fields of every kind that is reached with AWS credentials. Without them the AWS credential chain applies. */
export const awsFields = {
  region: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.meta({ description: 'AWS region; default: from the profile, AWS_REGION or AWS_DEFAULT_REGION.' }),
      ),
  ),
  profile: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.meta({ description: 'Named profile of your AWS configuration files (keys, SSO or role).' }),
      ),
  ),
} as const;

/** As the AWS SDKs read them, for one service. */
export function awsAddressVariables(
  service: string,
  providers: readonly string[],
  keys: readonly string[],
): AddressVariable[] {
  const shared = { providers, keys };
  return [
    { ...shared, name: `AWS_ENDPOINT_URL_${service}` },
    { ...shared, name: 'AWS_ENDPOINT_URL' },
  ];
}

export interface AwsConfig {
  region?: string | undefined;
  profile?: string | undefined;
  baseUrl?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Whether requests go to AWS itself: there is no base URL, or it is an address of AWS. */
export function isAwsAddress(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined) return true;
  return /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(URL.parse(baseUrl)?.hostname ?? '');
}

/**
 * The region to sign for, from the configuration: given by name, or part of an AWS address. A server on
 * this machine is in no region, but a signature has to name one. undefined = the AWS tools find it.
 */
export function configuredRegion({ region, baseUrl }: AwsConfig): string | undefined {
  if (region !== undefined || baseUrl === undefined) return region;
  const host = URL.parse(baseUrl)?.hostname ?? '';
  if (isAwsAddress(baseUrl)) return /\.([a-z]{2,}(?:-[a-z]+)+-\d+)\./.exec(host)?.[1];
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.') ? 'us-east-1' : undefined;
}
