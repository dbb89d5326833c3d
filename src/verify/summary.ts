import type { JsonObject } from '../core/base/jsonValue.ts';
import { moment, num, part, type RunFolder } from './files.ts';
import type { Ledger } from './ledger.ts';
import { windowOf } from './ownFile.ts';
import { type Requests, tracesOf } from './requests.ts';

const file = 'summary.json';

/** Seconds by which the wall clock may disagree with a duration; Python LLMeter rounds to half a second. */
const tolerance = 2;

/** Checks the totals and times of a run. */
export function checkSummary(run: RunFolder, requests: Requests, ledger: Ledger): void {
  const { summary, config } = run;
  if (summary === null) return;
  const found = requests.measured.length;
  ledger.compare(file, 'total_requests', summary['total_requests'], found);
  const sent = requests.measured.flatMap(({ response }) => moment(response['request_time']) ?? []);
  const [first, last] = [earliest(sent), latest(sent)];
  checkMoment('first_request_time', moment(summary['first_request_time']), first, ledger);
  checkMoment('last_request_time', moment(summary['last_request_time']), last, ledger);
  checkOrder(summary, first, last, ledger);
  checkTestTime(summary, requests, ledger);
  if (config === null) return;
  for (const key of ['clients', 'run_name', 'run_description']) {
    if (key in config) ledger.compare(file, key, summary[key], config[key]);
  }
  checkAmount(run, summary, config, requests, ledger);
}

/** Python LLMeter cuts the times of responses and of the summary to whole seconds. */
function checkMoment(key: string, stored: number | null, again: number | null, ledger: Ledger): void {
  const text = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  ledger.holds(
    file,
    key,
    stored === again || Math.abs((stored ?? 0) - (again ?? 0)) < 1,
    text(stored),
    text(again),
  );
}

function checkOrder(summary: JsonObject, first: number | null, last: number | null, ledger: Ledger): void {
  const [start, end] = [moment(summary['start_time']), moment(summary['end_time'])];
  if (start !== null && first !== null) {
    ledger.holds(file, 'start_time', start <= first, summary['start_time'], 'before the first request');
  }
  if (end !== null && last !== null) {
    ledger.holds(file, 'end_time', end >= last, summary['end_time'], 'after the last request');
  }
}

/** Only the run knew its duration. Its records bound it. */
function checkTestTime(summary: JsonObject, requests: Requests, ledger: Ledger): void {
  const time = num(summary['total_test_time']);
  if (time === null) return;
  const [start, end] = [moment(summary['start_time']), moment(summary['end_time'])];
  const least = requests.traced ? (windowOf(requests) ?? 0) - 0.001 : 0;
  const near = start === null || end === null || Math.abs(time - (end - start) / 1000) <= tolerance;
  const right = time >= least && near;
  ledger.holds(
    file,
    'total_test_time',
    right,
    time,
    `at least ${least}, and near the time from start to end`,
  );
  if (right) {
    ledger.skip(
      file,
      'total_test_time',
      'only the run knew it; it agrees with the times of its start, end and requests',
    );
  }
}

/** The number of requests that was asked for. */
function checkAmount(
  { stats, own }: RunFolder,
  summary: JsonObject,
  config: JsonObject,
  { measured }: Requests,
  ledger: Ledger,
): void {
  const clients = num(config['clients']) ?? 1;
  const asked = num(config['n_requests']);
  const interrupted = stats?.['interrupted'] === true || summary['total_test_time'] === null;
  const bound = config['run_duration'] !== null && config['run_duration'] !== undefined;
  const divided = Math.floor(measured.length / clients);
  if (bound || interrupted) ledger.compare(file, 'n_requests', summary['n_requests'], divided);
  else if (asked !== null) {
    ledger.compare(file, 'n_requests', summary['n_requests'], asked);
    const shared = part(own, 'plan')['distribute'] === true;
    if (!shared) ledger.compare(file, 'total_requests', summary['total_requests'], asked * clients);
  }
}

/** A run that was not stopped has sent its whole warm-up. One that could not send everything leaves no trace of it. */
export function checkWarmup({ own, config, summary }: RunFolder, requests: Requests, ledger: Ledger): void {
  const each = num(part(own, 'plan')['warmup']);
  const unsent = requests.measured.some(({ trace }) => trace === null);
  if (each === null || own?.['state'] !== 'saved' || summary?.['total_test_time'] === null || unsent) return;
  const found = requests.excluded.filter(({ json }) => json['phase'] === 'warmup').length;
  // Clients without a payload of their own send nothing, and others may be left without time after the warm-up.
  const busy = new Set(tracesOf(requests.measured).map(trace => trace['client'])).size;
  const [least, most] = [each * busy, each * (num(config?.['clients']) ?? 1)];
  ledger.holds(
    'trace.jsonl',
    'warm-up requests',
    found >= least && found <= most,
    found,
    `${least} to ${most}`,
  );
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
}
