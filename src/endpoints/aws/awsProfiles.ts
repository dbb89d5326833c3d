import { loadSharedConfigFiles } from '@smithy/core/config';
import type { AwsProfile, AwsProfileKind } from '../../core/plan/awsProfile.ts';

/** Profile keys that say where its credentials come from, in the order in which the SDK checks them. */
const kindOfKey: readonly (readonly [key: string, kind: AwsProfileKind])[] = [
  ['role_arn', 'role'],
  ['aws_access_key_id', 'static'],
  ['credential_process', 'process'],
  ['sso_session', 'sso'],
  ['sso_start_url', 'sso'],
  ['login_session', 'login'],
];

/**
 * The profiles in the AWS configuration files, `default` first, then by name. `environment` may name the
 * files, otherwise they are in their usual place. Missing and unreadable files have no profiles.
 */
export async function listAwsProfiles(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AwsProfile[]> {
  const { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials } = environment;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(config && { configFilepath: config }),
    ...(credentials && { filepath: credentials }),
    // The files may have changed since the last call.
    ignoreCache: true,
  });
  const names = Object.keys({ ...configFile, ...credentialsFile }).filter(name => !isOtherSection(name));
  return names.sort(byName).map(name => {
    const profile = { ...configFile[name], ...credentialsFile[name] };
    const [, kind = 'none'] = kindOfKey.find(([key]) => profile[key]) ?? [];
    return { name, region: profile['region'] || null, kind };
  });
}

/** Sections that are not profiles are prefixed with their kind, e.g. `sso-session.corporate`. */
function isOtherSection(name: string): boolean {
  return /^(sso-session|services)\./.test(name);
}

function byName(a: string, b: string): number {
  if (a === 'default' || b === 'default') return a === 'default' ? -1 : 1;
  return a.localeCompare(b, 'en');
}
