import { join } from 'node:path';
import type { JsonObject } from '../core/base/jsonValue.ts';
import type { VerifiedFolder } from '../protocol/verification.ts';
import { moment, num, part, readDocument, readRun } from './files.ts';
import { Ledger } from './ledger.ts';

const file = 'experiment.json';

/** Checks what an experiment says of its runs. `inside`: the names of the run folders in it. */
export async function verifyExperiment(folder: string, inside: readonly string[]): Promise<VerifiedFolder> {
  const ledger = new Ledger(folder);
  const json = await readDocument(folder, file, ledger);
  if (json === null) return ledger.found;
  const runs = Array.isArray(json['runs']) ? json['runs'].map(String) : [];
  ledger.compare(file, 'runs', runs.toSorted(), inside.toSorted());
  await checkLengths(folder, json, ledger);
  const summaries: JsonObject[] = [];
  const turns: unknown[] = [];
  for (const name of runs.filter(one => inside.includes(one))) {
    const at = join(folder, name);
    const summary = await readDocument(at, 'summary.json', ledger);
    turns.push((await readDocument(at, 'llmeter.json', ledger))?.['turns'] ?? null);
    if (summary === null) continue;
    summaries.push(summary);
    ledger.compare(`${name}/summary.json`, 'run_name', summary['run_name'], name);
    if (json['kind'] === 'load-test') {
      ledger.compare(`${name}/summary.json`, 'clients', summary['clients'], Number(/^\d+/.exec(name)?.[0]));
    }
  }
  if (json['kind'] === 'ab') {
    const [first] = turns;
    const shared = typeof first === 'string' && turns.every(one => one === first);
    ledger.holds(file, 'turns of its sides', shared, turns.map(String), 'one id for all sides');
  }
  checkStart(json, summaries, ledger);
  ledger.skip(
    file,
    'results',
    'comparisons, curves and cells are computed when they are shown; none is stored',
  );
  return ledger.found;
}

/** The lengths of a heatmap, one for each of its payloads but that of the warm-up. */
async function checkLengths(folder: string, json: JsonObject, ledger: Ledger): Promise<void> {
  if (json['kind'] !== 'heatmap') return;
  const { payloads } = await readRun(folder, new Ledger(folder));
  for (const key of ['askedInputTokens', 'askedOutputTokens']) {
    const lengths = part(json, 'parameters')[key];
    const found = Array.isArray(lengths) ? lengths.length : 0;
    const lines = payloads?.length ?? 0;
    const right = found === lines || found === lines - 1;
    ledger.holds(file, `number of ${key}`, right, found, `${lines} lines in payload.jsonl`);
  }
}

function checkStart(json: JsonObject, summaries: readonly JsonObject[], ledger: Ledger): void {
  const start = num(json['startTime']);
  for (const summary of summaries) {
    const at = moment(summary['start_time']);
    if (start === null || at === null) continue;
    ledger.holds(file, 'startTime', start <= at, start, `before ${at}`);
  }
}
