/**
 * Source of a profile's credentials: keys in a file, a sign-in through IAM Identity Center, an assumed role, a
 * program, or `aws login`. `none` = the profile has settings only.
 */
export type AwsProfileKind = 'static' | 'sso' | 'role' | 'process' | 'login' | 'none';

/** A named profile of the user's AWS configuration files, without secrets. */
export interface AwsProfile {
  readonly name: string;
  /** null = the profile has no region. */
  readonly region: string | null;
  readonly kind: AwsProfileKind;
}
