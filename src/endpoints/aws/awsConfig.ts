import * as z from 'zod/mini';
import { isThisMachine } from '../../core/base/thisMachine.ts';

/**
 * The name of an AWS region. It becomes a part of host names, so it must be nothing that could change them:
 * requests with AWS credentials go there.
 */
const regionName = /^[a-z0-9-]+$/;

/** Whether a text can be the name of a region; see above. */
export function isRegionName(text: string): boolean {
  return regionName.test(text);
}

import type { AddressVariable } from '../contract/endpointKind.ts';

/** Fields of every kind that is reached with AWS credentials. Without them the AWS credential chain applies. */
export const awsFields = {
  region: z.optional(
    z
      .string()
      .check(
        z.regex(regionName),
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

/** The host names of the services that are called with AWS credentials, up to the region, by our provider names. */
const serviceHosts: Readonly<Record<string, string>> = {
  bedrock: 'bedrock-runtime(-fips)?',
  'bedrock-mantle': 'bedrock-mantle(-fips)?',
  sagemaker: 'runtime(-fips)?\\.sagemaker',
};

/**
 * Whether an address is of the AWS service itself, over https: its usual, FIPS, dual-stack or VPC endpoint.
 * Other hosts under amazonaws.com are anybody's: load balancers, buckets and machines of AWS's customers.
 */
export function isServiceAddress(provider: string, baseUrl: string | undefined): boolean {
  if (baseUrl === undefined) return true;
  const url = URL.parse(baseUrl);
  const service = serviceHosts[provider];
  if (url === null || service === undefined || url.protocol !== 'https:' || url.port !== '') return false;
  const domain = String.raw`[a-z]{2,}(-[a-z]+)+-\d+\.(amazonaws\.com(\.cn)?|api\.aws)`;
  const inVpc = String.raw`vpce-[a-z0-9-]+\.${service}\.[a-z]{2,}(-[a-z]+)+-\d+\.vpce\.amazonaws\.com(\.cn)?`;
  return new RegExp(`^(${service}\\.${domain}|${inVpc})$`).test(url.hostname);
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
  return isThisMachine(host) ? 'us-east-1' : undefined;
}
