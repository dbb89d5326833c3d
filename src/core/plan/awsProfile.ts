/**
 * Where a profile's credentials come from: keys in a file, a sign-in through IAM Identity Center, a role
 * that is assumed, a program, or `aws login`; `none` where the profile has settings only.
 */
export type AwsProfileKind = 'static' | 'sso' | 'role' | 'process' | 'login' | 'none';

/** A named profile of the user's AWS configuration files. Nothing of it is secret. */
export interface AwsProfile {
  readonly name: string;
  /** null = it names none. */
  readonly region: string | null;
  readonly kind: AwsProfileKind;
}
