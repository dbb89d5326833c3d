import { UserError } from '../../../core/base/errors.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';
import { isReadableOnTheWay } from '../../plan/insecureKey.ts';

/** The address of the tracking server and the authorization for it. */
export interface MlflowAccess {
  /** Without user, password and trailing slash. */
  trackingUri: string;
  /** Value of the `authorization` header; null = none. */
  authorization: string | null;
  /** Texts that must not reach any file. */
  secrets: string[];
}

/**
 * Reads it like MLflow's own client: user and password of the address, then the environment variables. If
 * MLFLOW_TRACKING_URI names a server, the variables apply only to it: no other server gets the credentials.
 * Throws UserError.
 */
export function mlflowAccess(
  plan: MlflowPlan,
  environment: Readonly<Record<string, string | undefined>>,
): MlflowAccess {
  const variable = (name: string) => environment[name]?.trim() || null;
  const usual = variable('MLFLOW_TRACKING_URI');
  const named = plan.trackingUri ?? usual;
  if (named === null) {
    throw new UserError('MLflow: Set the tracking server with "trackingUri" or MLFLOW_TRACKING_URI.');
  }
  const url = URL.parse(named);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `MLflow: "${url?.protocol ?? named}" is not a tracking server: "trackingUri" (MLFLOW_TRACKING_URI) must begin with http:// or https://. Start a server with "mlflow server".`,
    );
  }
  const inUrl = url.password === '' ? null : { user: url.username, password: url.password };
  url.username = '';
  url.password = '';
  const trackingUri = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const access = (authorization: string | null, ...secrets: string[]): MlflowAccess => {
    if (authorization !== null && !plan.allowInsecureKey && isReadableOnTheWay(trackingUri)) {
      throw new UserError(insecure(url.host));
    }
    return { trackingUri, authorization, secrets };
  };
  if (plan.tokenEnv !== undefined) {
    const token = variable(plan.tokenEnv);
    if (token === null) {
      throw new UserError(`MLflow: The environment variable ${plan.tokenEnv} ("tokenEnv") is not set.`);
    }
    return access(`Bearer ${token}`, token);
  }
  const basic = (user: string, password: string) => {
    const encoded = Buffer.from(`${user}:${password}`).toString('base64');
    return access(`Basic ${encoded}`, password, encoded);
  };
  if (inUrl) return basic(decodeURIComponent(inUrl.user), decodeURIComponent(inUrl.password));
  if (usual !== null && URL.parse(usual)?.origin !== url.origin) return access(null);
  const user = variable('MLFLOW_TRACKING_USERNAME');
  const password = variable('MLFLOW_TRACKING_PASSWORD');
  if (user !== null && password !== null) return basic(user, password);
  const token = variable('MLFLOW_TRACKING_TOKEN');
  return token === null ? access(null) : access(`Bearer ${token}`, token);
}

function insecure(host: string): string {
  return `MLflow: The password or token would go unencrypted to ${host}, and everyone on the way could read it: use https:// in "trackingUri". If you accept that, set "allowInsecureKey" to true (--allow-insecure-key).`;
}
