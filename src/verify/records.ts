import { groupBy } from '../core/base/groupBy.ts';
import type { JsonObject, JsonValue } from '../core/base/jsonValue.ts';
import { moment, num, part, type Row, type RunFolder } from './files.ts';
import { isSame, type Ledger } from './ledger.ts';
import { gapsOf, llmeterTpot } from './metrics.ts';
import { sumOf } from './numbers.ts';
import { type Measured, type Requests, tracesOf } from './requests.ts';

const responsesFile = 'responses.jsonl';
const traceFile = 'trace.jsonl';

/** Seconds. Times of one line are differences of the same stamps, so they agree but for rounding. */
const close = 1e-9;
/** Seconds that the wall clock may be apart from the monotonic one. */
const clockDifference = 1;

/** Checks what the records of a run say about each other. */
export function checkRecords(run: RunFolder, requests: Requests, ledger: Ledger): void {
  checkRepeats(run, ledger);
  const count = num(run.own?.['payloads']);
  if (count !== null && run.payloads !== null) {
    ledger.compare('payload.jsonl', 'number of lines', run.payloads.length, count);
  }
  const edited = editsRequests(run.config);
  for (const one of requests.measured) checkTpot(one, edited, ledger);
  if (!requests.traced) return;
  checkJoin(run, requests, ledger);
  for (const { trace, response } of requests.measured) {
    if (trace !== null) checkTrace(trace, num(response['num_tokens_output']), ledger);
  }
  for (const { json } of requests.excluded) checkTrace(json, num(json['outputTokens']), ledger);
  checkSequences(run, requests, ledger);
  checkClocks(requests.measured, ledger);
  if (!edited) checkPayloads(run, requests.measured, ledger);
}

/** Whether callbacks may have changed payloads and responses. Cost models do not. */
function editsRequests(config: JsonObject | null): boolean {
  const callbacks = config?.['callbacks'];
  if (!Array.isArray(callbacks)) return false;
  return callbacks.some(one => part(one)['request_dims'] === undefined);
}

function checkRepeats({ responses, traces }: RunFolder, ledger: Ledger): void {
  for (const [file, rows] of [
    [responsesFile, responses],
    [traceFile, traces],
  ] as const) {
    for (const { number, repeats } of rows ?? []) {
      const known = repeats === null ? 'its own line' : `the same as line ${repeats}`;
      ledger.holds(file, `line ${number}`, repeats === null, known, 'a line of its own');
    }
  }
}

function checkTpot({ line, response }: Measured, edited: boolean, ledger: Ledger): void {
  const [stored, again] = [num(response['time_per_output_token']), llmeterTpot(response)];
  const key = `line ${line}, time_per_output_token`;
  if (edited && !isSame(stored, again)) ledger.skip(responsesFile, key, 'a callback may have changed it');
  else ledger.compare(responsesFile, key, stored, again);
}

/** Every response that was sent has a trace, and every trace of a measured request has a response. */
function checkJoin({ own }: RunFolder, { measured, orphans }: Requests, ledger: Ledger): void {
  const killed = own?.['state'] === 'running';
  const lost = (file: string, key: string, missing: string) => {
    if (killed) ledger.skip(file, key, `it has no ${missing}: the run was killed`);
    else ledger.holds(file, key, false, `no ${missing}`, `a ${missing}`);
  };
  for (const { line, response, trace } of measured) {
    if (trace === null && response['request_time'] !== null)
      lost(responsesFile, `line ${line}`, 'line in trace.jsonl');
  }
  for (const { number } of orphans) lost(traceFile, `line ${number}`, 'line in responses.jsonl');
}

/** The times of one trace. */
function checkTrace(trace: JsonObject, tokens: number | null, ledger: Ledger): void {
  const key = (name: string) => `${String(trace['id'])}, ${name}`;
  const [sentAt, endedAt] = [num(trace['sentAt']) ?? 0, num(trace['endedAt']) ?? 0];
  const [firstAny, ttlt] = [num(trace['ttftAny']), num(trace['ttlt'])];
  const gaps = gapsOf(trace);
  const took = endedAt - sentAt;
  const steps = [0, num(trace['ttfb']), firstAny, num(trace['ttft']), ttlt, took].filter(
    time => time !== null,
  );
  const ordered = steps.every((time, i) => i === 0 || time >= (steps[i - 1] ?? 0) - close);
  ledger.holds(traceFile, key('order of its times'), ordered, steps, 'ascending');
  if (firstAny === null || ttlt === null) return;
  const span = sumOf(gaps);
  ledger.holds(traceFile, key('gaps'), Math.abs(span - (ttlt - firstAny)) < close, span, ttlt - firstAny);
  ledger.compare(traceFile, key('chunks'), trace['chunks'], gaps.length + 1);
  checkTraceTpot(trace, tokens, ledger);
}

/** A TPOT that the stream determines; why there is none is not checked again. */
function checkTraceTpot(trace: JsonObject, tokens: number | null, ledger: Ledger): void {
  const [firstAny, ttlt, tpot] = [num(trace['ttftAny']), num(trace['ttlt']), num(trace['tpot'])];
  if (firstAny === null || ttlt === null || tokens === null || tokens < 2) return;
  const determined =
    trace['tokenSourceOutput'] === 'usage' &&
    trace['noTpot'] === undefined &&
    trace['hiddenReasoning'] === false &&
    (num(trace['chunks']) ?? 0) >= 2;
  if (tpot === null && !determined) return;
  ledger.compare(traceFile, `${String(trace['id'])}, tpot`, tpot, (ttlt - firstAny) / (tokens - 1));
}

/** Each client numbers its requests without a hole, and sends one after the other. */
function checkSequences(
  { config, responses }: RunFolder,
  { measured, excluded }: Requests,
  ledger: Ledger,
): void {
  const unsent = measured.filter(({ trace }) => trace === null).length;
  const traces = [...tracesOf(measured), ...excluded.map(({ json }) => json)];
  const clients = num(config?.['clients']);
  let missing = 0;
  for (const [client, own] of groupBy(traces, trace => num(trace['client']) ?? -1)) {
    if (clients !== null)
      ledger.holds(traceFile, `client ${client}`, client < clients, client, `below ${clients}`);
    const sent = own.toSorted((a, b) => (num(a['sentAt']) ?? 0) - (num(b['sentAt']) ?? 0));
    sent.forEach((trace, i) => {
      const before = num(sent[i - 1]?.['endedAt']) ?? Number.NEGATIVE_INFINITY;
      const at = num(trace['sentAt']) ?? 0;
      ledger.holds(traceFile, `${String(trace['id'])}, sentAt`, at >= before - close, at, `after ${before}`);
    });
    missing += holesOf(client, sent, ledger);
  }
  const right = missing <= unsent || responses === null;
  ledger.holds(traceFile, 'numbers of requests', right, `${missing} missing`, `${unsent} that were not sent`);
}

/** How many numbers are missing among those of one client. A cancelled request belongs to the phase before it. */
function holesOf(client: number, sent: readonly JsonObject[], ledger: Ledger): number {
  let phase: JsonValue | undefined;
  let next = 0;
  let holes = 0;
  for (const trace of sent) {
    const own: JsonValue | undefined = trace['phase'] === 'cancelled' ? (phase ?? 'measure') : trace['phase'];
    const index = num(trace['index']) ?? 0;
    if (own !== phase || (trace['phase'] === 'cancelled' && index === 0)) {
      phase = own;
      next = 0;
    }
    const right = index >= next;
    ledger.holds(traceFile, `client ${client}, index ${index}`, right, index, next);
    holes += Math.max(0, index - next);
    next = index + 1;
  }
  return holes;
}

/** The wall clock and the monotonic one tell the same times of sending. */
function checkClocks(measured: readonly Measured[], ledger: Ledger): void {
  const starts = measured.flatMap(({ line, response, trace }) => {
    const [wall, sentAt] = [moment(response['request_time']), num(trace?.['sentAt'])];
    return wall === null || sentAt === null ? [] : [{ line, wall, sentAt, start: wall / 1000 - sentAt }];
  });
  const median = starts.map(({ start }) => start).sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? 0;
  for (const { line, wall, sentAt, start } of starts) {
    const right = Math.abs(start - median) <= clockDifference;
    const expected = new Date((median + sentAt) * 1000).toISOString();
    ledger.holds(responsesFile, `line ${line}, request_time`, right, new Date(wall).toISOString(), expected);
  }
}

/** What was sent is what payload.jsonl says, but for what an endpoint sets itself. */
function checkPayloads({ payloads }: RunFolder, measured: readonly Measured[], ledger: Ledger): void {
  if (payloads === null) return;
  for (const { line, response, trace } of measured) {
    const index = num(trace?.['payload']);
    const sent = response['input_payload'];
    if (index === null) continue;
    const given = payloads[index];
    const key = `line ${line}, input_payload`;
    if (given === undefined) {
      ledger.holds(
        'payload.jsonl',
        `payload ${index}`,
        false,
        `${payloads.length} lines`,
        `at least ${index + 1}`,
      );
    } else
      ledger.holds(
        responsesFile,
        key,
        contains(part(sent), given),
        'another payload',
        `line ${given.number} of payload.jsonl`,
      );
  }
}

/** The keys that an endpoint sets, whatever the payload says, or moves out of the body. */
const setByEndpoint = ['model', 'modelId', 'stream', 'stream_options'];

function contains(sent: JsonObject, { json }: Row): boolean {
  return Object.entries(json).every(
    ([key, value]) =>
      setByEndpoint.includes(key) || value === null || !(key in sent) || isSame(sent[key], value),
  );
}
