import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

interface Entry {
  key: string;
  value: string;
}
interface Metric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}
export interface LoggedRun {
  id: string;
  experimentId: string;
  name: string;
  status: string;
  startTime: number;
  endTime: number | null;
  tags: Record<string, string>;
  params: Record<string, string>;
  metrics: Metric[];
  artifacts: Record<string, string>;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const invalid = (message: string) => new Refusal(400, 'INVALID_PARAMETER_VALUE', message);
const missing = (message: string) => new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', message);

/** Limits of mlflow/utils/validation.py, which its server holds every request to. */
const limits = {
  params: 100,
  metrics: 1000,
  tags: 100,
  all: 1000,
  key: 250,
  param: 6000,
  tag: 5000,
  bytes: 1e6,
};

export interface MlflowServerOptions {
  /** The only value of the `authorization` header that is let in. */
  authorization?: string;
  /** `s3://bucket` as of a server without --serve-artifacts; default: it is the artifacts' proxy. */
  artifactRoot?: string;
  /** Answers instead of the server, e.g. to fail. */
  intercept?: (path: string) => { status: number; body: string } | null;
}

/**
 * A double of an MLflow tracking server (REST API 2.0), written from the documentation of its API and the
 * limits of its `validation.py`: what it takes and what it refuses, with the documented error bodies.
 */
export class MlflowServer {
  readonly experiments = new Map<string, { name: string; deleted: boolean }>([
    ['0', { name: 'Default', deleted: false }],
  ]);
  readonly runs: LoggedRun[] = [];
  readonly requests: string[] = [];
  readonly #options: MlflowServerOptions;
  readonly #server: Server;

  private constructor(options: MlflowServerOptions) {
    this.#options = { ...options };
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async open(options: MlflowServerOptions = {}): Promise<MlflowServer> {
    const double = new MlflowServer(options);
    await new Promise<void>(resolve => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get uri(): string {
    return `http://${this.address}`;
  }

  /** From now on no credentials are needed. */
  letEverybodyIn(): void {
    delete this.#options.authorization;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const url = new URL(request.url ?? '', this.uri);
    const path = url.pathname.replace('/api/2.0/', '');
    this.requests.push(`${request.method} ${path}`);
    const answer = (status: number, text: string) => response.writeHead(status).end(text);
    const { authorization, intercept } = this.#options;
    const instead = intercept?.(path);
    if (instead) return void answer(instead.status, instead.body);
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      return void answer(
        401,
        'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/',
      );
    }
    try {
      const key = `${request.method} ${path}`;
      const result = path.startsWith('mlflow-artifacts/artifacts/')
        ? this.#upload(request.method ?? '', path, body)
        : this.#call(
            key,
            request.method === 'GET' ? Object.fromEntries(url.searchParams) : jsonOf(body),
            body,
          );
      answer(200, JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refusal)) return void answer(500, String(error));
      answer(error.status, JSON.stringify({ error_code: error.code, message: error.message }));
    }
  }

  #call(route: string, input: Json, body: Buffer): Json {
    switch (route) {
      case 'GET mlflow/experiments/get-by-name': {
        const name = required(input, 'experiment_name');
        const found = [...this.experiments].find(([, experiment]) => experiment.name === name);
        if (!found) throw missing(`Could not find experiment with name '${name}'`);
        const lifecycle_stage = found[1].deleted ? 'deleted' : 'active';
        return { experiment: { experiment_id: found[0], name, lifecycle_stage } };
      }
      case 'POST mlflow/experiments/create': {
        const name = required(input, 'name');
        if ([...this.experiments.values()].some(experiment => experiment.name === name)) {
          throw new Refusal(400, 'RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
        }
        const id = String(this.experiments.size);
        this.experiments.set(id, { name, deleted: false });
        return { experiment_id: id };
      }
      case 'POST mlflow/runs/create':
        return { run: { info: this.#info(this.#create(input)) } };
      case 'GET mlflow/runs/get':
        return { run: { info: this.#info(this.#run(required(input, 'run_id'))) } };
      case 'POST mlflow/runs/search': {
        const [, tag = '', value] = /^tags\.`(.+)` = "(.*)"$/.exec(String(input['filter'])) ?? [];
        const found = this.runs.filter(run => run.tags[tag] === value);
        return found.length === 0 ? {} : { runs: found.map(run => ({ info: this.#info(run) })) };
      }
      case 'POST mlflow/runs/log-batch':
        if (body.length > limits.bytes)
          throw invalid('Batched logging API requests must be at most 1000000 bytes');
        this.#log(input);
        return {};
      case 'POST mlflow/runs/update': {
        const run = this.#run(required(input, 'run_id'));
        run.status = String(input['status']);
        run.endTime = int64(input, 'end_time');
        return { run_info: this.#info(run) };
      }
      default:
        throw new Refusal(404, 'ENDPOINT_NOT_FOUND', `No API found for '${route}'`);
    }
  }

  #create(input: Json): LoggedRun {
    const experimentId = required(input, 'experiment_id');
    if (!this.experiments.has(experimentId)) throw missing(`No Experiment with id=${experimentId} exists`);
    const tags = input['tags'] as Entry[];
    for (const { key, value } of tags) checked('Tag', key, value, limits.tag);
    const named = tags.find(({ key }) => key === 'mlflow.runName')?.value;
    const name = String(input['run_name'] ?? named);
    if (named !== undefined && named !== name)
      throw invalid('Both run_name and the tag were given, differently');
    const run: LoggedRun = {
      id: (this.runs.length + 1).toString(16).padStart(32, '0'),
      experimentId,
      name,
      status: 'RUNNING',
      startTime: int64(input, 'start_time'),
      endTime: null,
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      params: {},
      metrics: [],
      artifacts: {},
    };
    this.runs.push(run);
    return run;
  }

  #log(input: Json): void {
    const run = this.#run(required(input, 'run_id'));
    const params = (input['params'] ?? []) as Entry[];
    const metrics = (input['metrics'] ?? []) as Metric[];
    if (params.length > limits.params) throw invalid(`at most 100 params. Got ${params.length}`);
    if (metrics.length > limits.metrics) throw invalid(`at most 1000 metrics. Got ${metrics.length}`);
    if (params.length + metrics.length > limits.all) throw invalid('at most 1000 metrics, params, and tags');
    if (new Set(params.map(({ key }) => key)).size < params.length) throw invalid('Duplicate parameter keys');
    for (const { key, value } of params) {
      checked('Param', key, value, limits.param);
      if (run.params[key] !== undefined && run.params[key] !== value) {
        throw invalid(`Changing param values is not allowed. Param with key='${key}' was already logged`);
      }
    }
    for (const { key, value, timestamp, step } of metrics) {
      checked('Metric', key, '', 0);
      if (typeof value !== 'number' || !Number.isInteger(timestamp) || !Number.isInteger(step)) {
        throw invalid(`Got invalid value ${value} for metric '${key}'`);
      }
    }
    for (const { key, value } of params) run.params[key] = value;
    run.metrics.push(...metrics);
  }

  #upload(method: string, path: string, body: Buffer): Json {
    if (this.#options.artifactRoot !== undefined || method !== 'PUT') {
      throw new Refusal(
        503,
        'TEMPORARILY_UNAVAILABLE',
        'Endpoint disabled: started without --serve-artifacts',
      );
    }
    const [experimentId, id = '', folder, ...name] = path.split('/').slice(2).map(decodeURIComponent);
    const run = this.#run(id);
    if (run.experimentId !== experimentId || folder !== 'artifacts') throw invalid(`Invalid path ${path}`);
    run.artifacts[name.join('/')] = body.toString();
    return {};
  }

  #run(id: string): LoggedRun {
    const run = this.runs.find(run => run.id === id);
    if (!run) throw missing(`Run with id=${id} not found`);
    return run;
  }

  #info({ id, experimentId, name, status, startTime }: LoggedRun): Json {
    const { artifactRoot = 'mlflow-artifacts:' } = this.#options;
    return {
      run_id: id,
      run_uuid: id,
      run_name: name,
      experiment_id: experimentId,
      status,
      start_time: startTime,
      artifact_uri: `${artifactRoot}/${experimentId}/${id}/artifacts`,
      lifecycle_stage: 'active',
    };
  }
}

/** Its protocol has whole numbers alone for times. */
function int64(input: Json, key: string): number {
  const value = input[key];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(`Couldn't parse integer: ${key}`);
  return value;
}

function required(input: Json, key: string): string {
  const value = input[key];
  if (typeof value !== 'string' || value === '') {
    throw invalid(`Missing value for required parameter '${key}'.`);
  }
  return value;
}

function checked(what: string, key: string, value: unknown, longest: number): void {
  if (!/^[/\w.\- ]*$/.test(key)) throw invalid(`Invalid ${what.toLowerCase()} name: '${key}'.`);
  if (key.length > limits.key) throw invalid(`${what} key had length ${key.length}`);
  if (typeof value !== 'string') throw invalid(`${what} value of '${key}' is no string`);
  if (value.length > longest)
    throw invalid(`${what} value '${value.slice(0, 20)}' had length ${value.length}`);
}

function jsonOf(body: Buffer): Json {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'BAD_REQUEST', 'The request is no JSON.');
  }
}
