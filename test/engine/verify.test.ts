import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnginePort } from '../../src/engine/enginePort.ts';
import { measure, openEngine, simulated, snapshotWhere, startOf, withEngine } from './support/engine.ts';

const price = { input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75, reasoning: 30, request: 0.001 };
const priced = {
  cost: { prices: price },
  prompt: ['hi', 'hello you'],
  clients: 2,
  requests: 4,
  maxTokens: 20,
  warmup: 1,
};
const aws = { aws: { accessKeyId: 'a', secretAccessKey: 'b' } };

async function assertAgrees(engine: EnginePort, folder: string, parts = 1): Promise<void> {
  const [found] = await engine.request('verify', { folders: [folder] });
  assert.deepEqual(
    found?.parts.flatMap(({ differences }) => differences),
    [],
  );
  assert.equal(found?.parts.length, parts);
  // Every metric has a second formula, except for intervals that allow for requests that depend on each other.
  const unknown = found?.parts.flatMap(({ unchecked }) =>
    unchecked.filter(({ key }) => /^metrics\.(?!\*)/.test(key) && !key.endsWith('.p..ci')),
  );
  assert.deepEqual(unknown, []);
}

describe('verifying what was just measured', () => {
  let engine: EnginePort;
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmeter-verify-'));
    engine = openEngine();
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const kinds = ['openai-chat', 'openai-responses', 'anthropic-messages', 'google-gemini', 'litellm'];
  const onAws = ['bedrock-converse', 'bedrock-invoke', 'sagemaker'];

  for (const kind of [...kinds, ...onAws]) {
    it(`finds that every number of a run of ${kind} agrees, cached tokens and costs included`, async () => {
      const region = onAws.includes(kind) ? { region: 'us-east-1' } : {};
      const endpoint = { ...simulated('cached'), kind, ...region };
      const start = startOf(folder, { ...priced, endpoint }, onAws.includes(kind) ? { secrets: aws } : {});
      await assertAgrees(engine, (await measure(engine, 'run', start)).folder);
    });
  }

  const plans: Record<string, object> = {
    'with failures, retries and limits': {
      ...priced,
      endpoint: simulated('flaky'),
      requests: 20,
      retries: 2,
      slo: { ttft: '40ms', ttlt: 1 },
      stopOn: false,
    },
    'with answers in one body': { ...priced, endpoint: { ...simulated('fast'), stream: false } },
    'with hidden reasoning': { ...priced, endpoint: simulated('hidden-reasoning') },
    'with several tokens in an event': { ...priced, endpoint: simulated('bursty') },
    'bound by time, in low memory': {
      prompt: 'hi',
      duration: '300ms',
      clients: 2,
      lowMemory: true,
      warmup: 1,
    },
    'that its budget ended': { ...priced, requests: 100, cost: { prices: price, budget: 0.02 } },
  };
  for (const [name, plan] of Object.entries(plans)) {
    it(`finds that every number of a run ${name} agrees`, async () => {
      await assertAgrees(engine, (await measure(engine, 'run', startOf(folder, plan))).folder);
    });
  }

  it('finds that every number of a run that was aborted agrees, its cancelled requests included', async () => {
    const plan = { ...priced, endpoint: simulated('steady'), clients: 3, requests: 50 };
    const underWay = snapshotWhere(engine, ({ progress }) => progress.done >= 3);
    const ended = measure(engine, 'run', startOf(folder, plan), 'r');
    await Promise.race([underWay, ended]);
    await engine.request('stop', { id: 'r', stage: 2 });
    const { folder: run } = await ended;
    assert.match(await readFile(join(run, 'trace.jsonl'), 'utf8'), /"phase": ?"cancelled"/);
    await assertAgrees(engine, run);
  });

  it('finds that every number of an A/B test, a load test and a heatmap agrees', async () => {
    const sides = ['a', 'b'].map(name => ({
      name,
      plan: { endpoint: simulated('fast'), prompt: 'hi', clients: 2, requests: 6, warmup: 1 },
      secrets: {},
    }));
    const ab = { name: 'ab', sides, baseFolder: folder, defaultOutput: 'runs', network: {} };
    await assertAgrees(engine, (await measure(engine, 'ab', ab)).folder, 3);
    const load = {
      ...startOf(folder, { name: 'load', prompt: 'hi' }),
      levels: [1, 2],
      minRequestsPerRun: 4,
    };
    await assertAgrees(engine, (await measure(engine, 'load-test', load)).folder, 3);
    const heat = {
      ...startOf(folder, { endpoint: simulated('talkative'), name: 'lengths', clients: 8, warmup: 2 }),
      source: null,
      inputLengths: [5, 40],
      outputLengths: [4, 8],
      requestsPerCombination: 1,
    };
    await assertAgrees(engine, (await measure(engine, 'heatmap', heat)).folder, 2);
  });
});

/** The numbers that no record determines, and which nothing else depends on. */
const free =
  /^llmeter\.json (environment|diagnostics|plan|schema|cost\.pricing|cost\.result\.budget|\S*\.dependence|\S*\.clientDelay)/;

describe('verifying a folder that was tampered with', () => {
  it('finds every number that was changed, and every line that was removed or repeated', () =>
    withEngine(async (engine, folder) => {
      const plan = {
        ...priced,
        endpoint: { ...simulated('cached'), kind: 'anthropic-messages' },
        slo: { ttft: 1 },
      };
      const { folder: run } = await measure(engine, 'run', startOf(folder, plan));
      const missed: string[] = [];
      let changes = 0;
      const change = async (file: string, what: string, text: string) => {
        const before = await readFile(join(run, file), 'utf8');
        await writeFile(join(run, file), text);
        const [found] = await engine.request('verify', { folders: [run] });
        await writeFile(join(run, file), before);
        changes++;
        if (found?.agrees !== false) missed.push(`${file} ${what}`);
      };
      for (const file of ['summary.json', 'stats.json', 'llmeter.json']) {
        const text = await readFile(join(run, file), 'utf8');
        for (const path of numbersIn(JSON.parse(text))) {
          if (!free.test(`${file} ${path.join('.')}`))
            await change(file, path.join('.'), changed(text, path));
        }
      }
      for (const file of ['responses.jsonl', 'trace.jsonl', 'payload.jsonl']) {
        const lines = (await readFile(join(run, file), 'utf8')).trimEnd().split('\n');
        for (const [i, line] of lines.entries()) {
          await change(file, `without line ${i + 1}`, `${lines.toSpliced(i, 1).join('\n')}\n`);
          await change(file, `with line ${i + 1} twice`, `${lines.toSpliced(i, 0, line).join('\n')}\n`);
        }
      }
      assert.deepEqual(missed, []);
      assert.ok(changes > 200, String(changes));
    }));

  it('finds a changed time, token count and text of a record', () =>
    withEngine(async (engine, folder) => {
      const { folder: run } = await measure(engine, 'run', startOf(folder, { ...priced, slo: { ttft: 1 } }));
      const missed: string[] = [];
      const keys: Record<string, string[]> = {
        'responses.jsonl': [
          'time_to_first_token',
          'time_to_last_token',
          'num_tokens_output',
          'num_tokens_input',
        ],
        'trace.jsonl': ['index', 'ttlt', 'ttftAny', 'tpot', 'chunks', 'gaps.3', 'outputTokens'],
      };
      for (const [file, names] of Object.entries(keys)) {
        const before = await readFile(join(run, file), 'utf8');
        const [first = '', ...rest] = before.split('\n');
        for (const name of names) {
          await writeFile(join(run, file), [changed(first, name.split('.')), ...rest].join('\n'));
          const [found] = await engine.request('verify', { folders: [run] });
          if (found?.agrees !== false) missed.push(name);
        }
        await writeFile(join(run, file), before);
      }
      assert.deepEqual(missed, []);
    }));
});

/** The paths of all numbers in a document. */
function numbersIn(json: unknown, path: string[] = []): string[][] {
  if (typeof json === 'number') return [path];
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => numbersIn(value, [...path, key]));
}

/** The document with one number changed a little. */
function changed(text: string, path: readonly string[]): string {
  const json = JSON.parse(text);
  const last = path.at(-1) ?? '';
  const owner = path.slice(0, -1).reduce((part, key) => part[key], json);
  owner[last] = Number.isInteger(owner[last]) ? owner[last] + 1 : owner[last] * 1.001;
  return JSON.stringify(json);
}
