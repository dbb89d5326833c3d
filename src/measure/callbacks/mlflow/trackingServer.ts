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

/** Why a request to the server failed, and what the user can change. */
export class MlflowError extends Error {
  readonly advice: string;
  /** The server's error code, e.g. RESOURCE_ALREADY_EXISTS; null = it sent none. */
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

/** The part of a tracking server's REST API 2.0 that logging a run needs. All methods throw MlflowError. */
export class TrackingServer {
  readonly #access: MlflowAccess;
  readonly #transport: HttpTransport;

  /** Owns the transport and closes it. */
  constructor(access: MlflowAccess, transport: HttpTransport) {
    this.#access = access;
    this.#transport = transport;
  }

  /** Checks that the server answers soon, with a request for an experiment that may not exist. */
  async check(name: string): Promise<void> {
    await this.#experiment(name, checkTimeout);
  }

  /** The id of an experiment, which is created if it does not exist. */
  async experimentId(name: string): Promise<string> {
    const found = await this.#experiment(name);
    if (found !== null) return found;
    try {
      return idAt(await this.#post('experiments/create', { name }), 'experiment_id');
    } catch (error) {
      // Another client created it in the meantime.
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
    // Servers before 2.0 read the name only from the tag.
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

  /** The newest run whose tag has this value; null = there is none. The value must not contain a double quote. */
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

  /** Uploads through the server, which must serve its artifacts itself. */
  async upload({ artifactUri }: MlflowRun, name: string, content: Uint8Array): Promise<void> {
    const url = URL.parse(artifactUri);
    if (url?.protocol !== 'mlflow-artifacts:' || url.host !== '') {
      throw new MlflowError(
        `The server keeps artifacts at ${artifactUri}, which it does not serve itself`,
        'Start it with --serve-artifacts, or remove "artifacts" from the callback.',
      );
    }
    const path = [...url.pathname.split('/').filter(part => part !== ''), encodeURIComponent(name)];
    await this.#ask('PUT', `mlflow-artifacts/artifacts/${path.join('/')}`, content, uploadTimeout);
  }

  get uri(): string {
    return this.#access.trackingUri;
  }

  /** The address of a run's page in the browser. */
  page({ id, experimentId }: MlflowRun): string {
    return `${this.#access.trackingUri}/#/experiments/${experimentId}/runs/${id}`;
  }

  close(): void {
    this.#transport.close();
  }

  /** Throws if the experiment was deleted: nothing can be logged to it. */
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
      'Restore it ("mlflow experiments restore"), or set "experiment" to another one.',
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
        'Check "trackingUri" (MLFLOW_TRACKING_URI), and check that the server is running.',
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
        `The server at ${trackingUri} ${authorization ? 'refused the credentials' : 'requires credentials'} (HTTP ${status})`,
        'Set "tokenEnv" to the environment variable of a token, or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
        code,
      );
    }
    if (code !== null) {
      const message = asText(at(answer, 'message')) ?? '';
      throw new MlflowError(`${code}: ${message}`, adviceOn(code), code);
    }
    throw new MlflowError(
      `The server at ${trackingUri} does not answer like a tracking server (HTTP ${status}): ${text.slice(0, 200)}`,
      'Check "trackingUri" (MLFLOW_TRACKING_URI), including its path.',
    );
  }
}

function adviceOn(code: string): string {
  switch (code) {
    case 'RESOURCE_DOES_NOT_EXIST':
      return 'Change "runId" (MLFLOW_RUN_ID) or "experiment" to one that exists on the server.';
    case 'INVALID_PARAMETER_VALUE':
      return 'Parameters of a run cannot be changed. To log to a new run, remove "runId" (MLFLOW_RUN_ID), or set "nested".';
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
  if (id === undefined)
    throw new MlflowError(`The server’s answer has no ${key}`, 'See the server’s own log.');
  return id;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
