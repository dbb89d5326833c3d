import * as z from 'zod/mini';

/** Fields of every kind that is reached with AWS credentials; the chain of the AWS tools holds where they are absent. */
export const awsFields = {
  region: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.meta({ description: 'AWS region; default: of the profile, AWS_REGION or AWS_DEFAULT_REGION.' }),
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

export interface AwsConfig {
  region?: string | undefined;
  profile?: string | undefined;
  baseUrl?: string | undefined;
}
