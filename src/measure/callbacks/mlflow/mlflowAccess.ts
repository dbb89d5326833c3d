import { UserError } from '../../../core/base/errors.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';

/** Where the tracking server is and how it is asked. */
export interface MlflowAccess {
  /** Without user, password and a slash at its end. */
  trackingUri: string;
  /** Value of the `authorization` header; null = none. */
  authorization: string | null;
  /** Texts that must not reach any file. */
  secrets: string[];
}

/**
 * As MLflow's own client reads it: user and password of the address, then the variables. Those hold for the
 * server that MLFLOW_TRACKING_URI names, where it names one: credentials go to no other. Throws UserError.
 */
export function mlflowAccess(
  plan: MlflowPlan,
  environment: Readonly<Record<string, string | undefined>>,
): MlflowAccess {
  const variable = (name: string) => environment[name]?.trim() || null;
  const usual = variable('MLFLOW_TRACKING_URI');
  const named = plan.trackingUri ?? usual;
  if (named === null) {
    throw new UserError('MLflow: Name the tracking server with "trackingUri" or MLFLOW_TRACKING_URI.');
  }
  const url = URL.parse(named);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `MLflow: "${url?.protocol ?? named}" is no tracking server; "trackingUri" (MLFLOW_TRACKING_URI) must begin with http:// or https://. "mlflow server" starts one.`,
    );
  }
  const inUrl = url.password === '' ? null : { user: url.username, password: url.password };
  url.username = '';
  url.password = '';
  const trackingUri = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const access = (authorization: string | null, ...secrets: string[]): MlflowAccess => ({
    trackingUri,
    authorization,
    secrets,
  });
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
