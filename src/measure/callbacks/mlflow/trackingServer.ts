import type { JsonObject } from '../../../core/base/jsonValue.ts';
import type { MlflowMetric, MlflowParam } from '../../../core/callbacks/mlflowRecord.ts';
import { bodyText } from '../../../endpoints/http/contentEncoding.ts';
import { asText, at, listOf } from '../../../endpoints/http/jsonAccess.ts';
import type { HttpExchange } from '../../../endpoints/transport/httpExchange.ts';
import type { HttpTransport } from '../../../endpoints/transport/httpTransport.ts';
import type { MlflowAccess } from './mlflowAccess.ts';

export interface MlflowRun {
  id: string;
  experimentId: string;
  artifactUri: string;
}

/** Why a server did not do what it was asked, and what a person can change. */
export class MlflowError extends Error {
  readonly advice: string;
  /** The server's own name of the error, e.g. RESOURCE_ALREADY_EXISTS; null = it gave none. */
  readonly code: string | null;

  constructor(message: string, advice: string, code: string | null = null) {
    super(message);
    this.advice = advice;
    this.code = code;
  }
}

/** Milliseconds. */
const checkTimeout = 3_000;
const callTimeout = 30_000;
const uploadTimeout = 600_000;

/** The part of a tracking server's REST API 2.0 that a run's results need. Everything throws MlflowError. */
export class TrackingServer {
  readonly #access: MlflowAccess;
  readonly #transport: HttpTransport;

  /** The transport is the server's own, and closed with it. */
  constructor(access: MlflowAccess, transport: HttpTransport) {
    this.#access = access;
    this.#transport = transport;
  }

  /** Asks for an experiment, whether there is one or not: the server must answer, and soon. */
  async check(name: string): Promise<void> {
    await this.#experiment(name, checkTimeout);
  }

  /** The id of an experiment, which is made where there is none. */
  async experimentId(name: string): Promise<string> {
    const found = await this.#experiment(name);
    if (found !== null) return found;
    try {
      return idAt(await this.#post('experiments/create', { name }), 'experiment_id');
    } catch (error) {
      // Somebody else made it in between.
      const made = error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS';
      const theirs = made ? await this.#experiment(name) : null;
      if (theirs === null) throw error;
      return theirs;
    }
  }

  async createRun(
    experimentId: string,
    { name, startTime, tags }: { name: string; startTime: number; tags: Record<string, string> },
  ): Promise<MlflowRun> {
    // Servers before 2.0 take the name from the tag alone.
    const all = Object.entries({ 'mlflow.runName': name, ...tags });
    const answer = await this.#post('runs/create', {
      experiment_id: experimentId,
      run_name: name,
      start_time: startTime,
      tags: all.map(([key, value]) => ({ key, value })),
    });
    return runAt(answer);
  }

  async run(id: string): Promise<MlflowRun> {
    return runAt(await this.#get('runs/get', { run_id: id }));
  }

  /** The newest run with a tag of that value, which has no double quote in it; or null. */
  async taggedRun(experimentId: string, tag: string, value: string): Promise<MlflowRun | null> {
    const answer = await this.#post('runs/search', {
      experiment_ids: [experimentId],
      filter: `tags.\`${tag}\` = "${value}"`,
      max_results: 1,
    });
    const [run] = listOf(at(answer, 'runs'));
    return run === undefined ? null : runAt({ run });
  }

  async log(runId: string, params: MlflowParam[], metrics: MlflowMetric[]): Promise<void> {
    await this.#post('runs/log-batch', { run_id: runId, params, metrics } as unknown as JsonObject);
  }

  async end(runId: string, status: 'FINISHED' | 'KILLED' | 'FAILED', endTime: number): Promise<void> {
    await this.#post('runs/update', { run_id: runId, status, end_time: endTime });
  }

  /** Uploads through the server, which must be its artifacts' proxy. */
  async upload({ artifactUri }: MlflowRun, name: string, content: Uint8Array): Promise<void> {
    const url = URL.parse(artifactUri);
    if (url?.protocol !== 'mlflow-artifacts:' || url.host !== '') {
      throw new MlflowError(
        `The server keeps artifacts at ${artifactUri}, which it does not serve itself`,
        'Start it with --serve-artifacts, or take "artifacts" out of the callback.',
      );
    }
    const path = [...url.pathname.split('/').filter(part => part !== ''), encodeURIComponent(name)];
    await this.#ask('PUT', `mlflow-artifacts/artifacts/${path.join('/')}`, content, uploadTimeout);
  }

  get uri(): string {
    return this.#access.trackingUri;
  }

  /** The page of a run for people. */
  page({ id, experimentId }: MlflowRun): string {
    return `${this.#access.trackingUri}/#/experiments/${experimentId}/runs/${id}`;
  }

  close(): void {
    this.#transport.close();
  }

  /** Throws for one that was deleted: nothing can be logged to it. */
  async #experiment(name: string, timeout = callTimeout): Promise<string | null> {
    try {
      const answer = await this.#get('experiments/get-by-name', { experiment_name: name }, timeout);
      const experiment = at(answer, 'experiment');
      if (at(experiment, 'lifecycle_stage') !== 'deleted') return idAt(experiment, 'experiment_id');
    } catch (error) {
      if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
      throw error;
    }
    throw new MlflowError(
      `The experiment "${name}" was deleted`,
      'Restore it ("mlflow experiments restore"), or name another "experiment".',
    );
  }

  #get(path: string, query: Record<string, string>, timeout = callTimeout): Promise<unknown> {
    return this.#ask('GET', `mlflow/${path}?${new URLSearchParams(query)}`, '', timeout);
  }

  #post(path: string, body: JsonObject): Promise<unknown> {
    return this.#ask('POST', `mlflow/${path}`, JSON.stringify(body), callTimeout);
  }

  async #ask(method: string, path: string, body: string | Uint8Array, timeout: number): Promise<unknown> {
    const { trackingUri, authorization } = this.#access;
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    const request = this.#transport.encode({
      method,
      url: `${trackingUri}/api/2.0/${path}`,
      headers: [
        ['content-type', type],
        ...(authorization ? [['authorization', authorization] as const] : []),
      ],
      body,
    });
    const http = await new Promise<HttpExchange>(resolve => this.#transport.send(request, timeout, resolve));
    if (http.failure) {
      const why =
        http.failure.reason === 'timeout'
          ? `it took longer than ${timeout / 1000} s`
          : http.failure.message.replace(/(?:: check the base URL.*)?\.$/, '');
      throw new MlflowError(
        `The server at ${trackingUri} did not answer: ${why}`,
        'Check "trackingUri" (MLFLOW_TRACKING_URI), and that the server runs.',
      );
    }
    return this.#answer(http.wire.status ?? 0, bodyText(http));
  }

  #answer(status: number, text: string): unknown {
    const { trackingUri, authorization } = this.#access;
    const answer = parsed(text);
    if (status === 200 && answer !== undefined) return answer;
    const code = asText(at(answer, 'error_code')) ?? null;
    if (status === 401 || status === 403) {
      throw new MlflowError(
        `The server at ${trackingUri} ${authorization ? 'refused the credentials' : 'wants credentials'} (HTTP ${status})`,
        'Name the variable of a token with "tokenEnv", or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
        code,
      );
    }
    if (code !== null) {
      const message = asText(at(answer, 'message')) ?? '';
      throw new MlflowError(`${code}: ${message}`, adviceOn(code), code);
    }
    throw new MlflowError(
      `What is at ${trackingUri} answers unlike a tracking server (HTTP ${status}): ${text.slice(0, 200)}`,
      'Check "trackingUri" (MLFLOW_TRACKING_URI), its path too.',
    );
  }
}

function adviceOn(code: string): string {
  switch (code) {
    case 'RESOURCE_DOES_NOT_EXIST':
      return 'Change "runId" (MLFLOW_RUN_ID) or "experiment" to what the server has.';
    case 'INVALID_PARAMETER_VALUE':
      return 'Log to a run of its own: take "runId" (MLFLOW_RUN_ID) out, or set "nested". Parameters cannot be changed.';
    default:
      return 'See the server’s own log.';
  }
}

function runAt(answer: unknown): MlflowRun {
  const info = at(at(answer, 'run'), 'info');
  return {
    id: idAt(info, 'run_id'),
    experimentId: idAt(info, 'experiment_id'),
    artifactUri: asText(at(info, 'artifact_uri')) ?? '',
  };
}

function idAt(object: unknown, key: string): string {
  const id = asText(at(object, key));
  if (id === undefined) throw new MlflowError(`The server gave no ${key}`, 'See the server’s own log.');
  return id;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
