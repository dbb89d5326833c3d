import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { timesAround, writeRun } from '../unit/results/support/writtenRun.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter compare', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    await writeRun(cwd, 'base', { minute: 2, ttft: timesAround(0.2, 60) });
    await writeRun(cwd, 'slower', { minute: 4, ttft: timesAround(0.4, 60) });
    await writeRun(cwd, 'other-prompt', { minute: 6, ttft: timesAround(0.2, 60), prompt: 'bye' });
  });

  it('says what was found, with the table, its intervals and what could have been detected', async () => {
    const { code, stdout, stderr } = await llmeter(['compare', 'base', 'slower'], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^slower against base\n\nTTFT median is 100\.?0? % higher \([\d.]+ to [\d.]+ %\): worse\./,
    );
    assert.match(
      stdout,
      /\nRuns like these detect a true difference of [\d.]+ % in 80 of 100 cases where the candidate is worse, /,
    );
    assert.match(
      stdout,
      /\nMetric +base +slower +n +Difference \(95 % CI\) +Relative \(95 % CI\) +Verdict\n/,
    );
    assert.match(stdout, /\nTTFT median +200 ms +400 ms +60 \/ 60 .*worse\n/);
    assert.match(stdout, /TTFT p99 .*not enough data\*\n/);
    assert.match(stdout, /\n\* TTFT p99, .*too few/);
  });

  it('begins with the reasons why runs are not comparable', async () => {
    const { code, stdout } = await llmeter(['compare', 'base', 'other-prompt'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^other-prompt against base\n\nNot comparable because the prompts differ\./);
  });

  it('with --fail-on worse, exits 1 if the deciding metric is worse, 0 if not, 3 if undecided', async () => {
    const gate = async (...folders: string[]) =>
      (await llmeter(['compare', ...folders, '--fail-on', 'worse'], { cwd })).code;
    assert.deepEqual(
      [
        await gate('base', 'slower'),
        await gate('slower', 'base'),
        await gate('base', 'other-prompt'),
        await gate('base', 'other-prompt', 'slower'),
      ],
      [1, 0, 3, 1],
    );
  });

  it('with --margin, passes and fails only what is shown, and otherwise exits 3', async () => {
    const gate = (margin: string, ...folders: string[]) =>
      llmeter(['compare', ...folders, '--fail-on', 'worse', '--margin', margin], { cwd });
    const [shown, worse, open] = [
      await gate('50%', 'slower', 'base'),
      await gate('50%', 'base', 'slower'),
      await gate('100%', 'base', 'slower'),
    ];
    assert.deepEqual([shown.code, worse.code, open.code], [0, 1, 3]);
    assert.match(
      shown.stdout,
      /better\. Not worse by more than 50 %: the interval ends at [\d.]+ % lower\.\n/,
    );
    assert.match(worse.stdout, /worse\. Worse by more than 50 %: the interval begins at [\d.]+ % higher\.\n/);
    assert.match(open.stdout, / Undecided whether worse by more than 100 %: /);
    const refused = await gate('0', 'base', 'slower');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--margin.*It must be greater than 0\./);
  });

  it('without a margin, says what a gate that passes may have missed', async () => {
    await writeRun(cwd, 'same', { minute: 8, ttft: timesAround(0.2, 60) });
    const gate = (...args: string[]) =>
      llmeter(['compare', 'base', 'same', '--fail-on', 'worse', ...args], { cwd });
    const room =
      /Without a margin, --fail-on worse passes whatever is not shown to be worse\. These runs leave room for: TTFT median up to [\d.]+ % higher; Error rate up to [\d.]+ points higher/;
    const text = await gate();
    assert.equal(text.code, 0);
    assert.match(text.stdout, room);
    const json = await gate('--json');
    assert.equal(JSON.parse(json.stdout).pairs[0].margin, null);
    assert.match(json.stderr, room);
    assert.doesNotMatch((await gate('--margin', '50%')).stdout, room);
  });

  it('writes Markdown and prints one object', async () => {
    const { code, stdout } = await llmeter(
      ['compare', 'base', 'slower', '--json', '--deciding-metric', 'ttlt', '--markdown', 'out.md'],
      { cwd },
    );
    assert.equal(code, 0);
    const { runs, pairs, warnings } = JSON.parse(stdout);
    assert.deepEqual(runs[1], { name: 'slower', folder: join(cwd, 'slower') });
    assert.deepEqual([pairs.length, pairs[0].decidingMetric, warnings], [1, 'ttlt', []]);
    assert.match(
      await readFile(join(cwd, 'out.md'), 'utf8'),
      /^## slower against base\n[\s\S]*\| \*\*TTLT median\*\* \|/,
    );
  });

  it('compares load tests level by level, with the metrics of runs, and judges all levels together', async () => {
    for (const [name, minute, middle] of [
      ['quick', 20, 0.2],
      ['slow', 30, 0.3],
    ] as const) {
      for (const clients of [1, 2, 4]) {
        const run = { clients, minute: minute + clients, ttft: timesAround(middle, 60) };
        await writeRun(join(cwd, name), `0000${clients}-clients`, run);
      }
    }
    const { stdout } = await llmeter(['compare', 'quick', 'slow', '--markdown', 'levels.md'], { cwd });
    assert.match(
      stdout,
      /^slow against quick\n\n1 client: TTFT median is 50\.0 % higher \([\d.]+ to [\d.]+ %\): worse\.\n/,
    );
    for (const metric of ['TTFT p90', 'TTLT mean', 'Requests per second', 'Error rate']) {
      assert.match(stdout, new RegExp(`\\n4 clients: ${metric} .* 60 / 60 `));
    }
    assert.match(
      await readFile(join(cwd, 'levels.md'), 'utf8'),
      /^- 4 clients: TTFT median is 50\.0 % higher/m,
    );
    const same = await llmeter(['compare', 'quick', 'quick'], { cwd });
    assert.match(
      same.stdout,
      /\nNot comparable because both are the same run\. Choose two different runs\.\n/,
    );
    assert.match(same.stdout, /\n1 client: TTFT median .* not comparable \(no relevant difference\)\n/);
    const gate = async (...args: string[]) =>
      (await llmeter(['compare', ...args, '--fail-on', 'worse'], { cwd })).code;
    assert.deepEqual(
      [
        await gate('quick', 'slow'),
        await gate('slow', 'quick'),
        await gate('quick', 'quick'),
        await gate('quick', 'slow', '--deciding-metric', 'cost_per_request'),
      ],
      [1, 0, 3, 3],
    );
  });

  it('rejects folders that do not exist and unknown metrics', async () => {
    const none = await llmeter(['compare', 'base', 'nothing'], { cwd });
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.match(none.stderr, /^error: The folder .*nothing does not exist\./);
    const metric = await llmeter(['compare', 'base', 'slower', '--deciding-metric', 'speed'], { cwd });
    assert.equal(metric.code, 2);
    assert.match(metric.stderr, /Allowed choices are ttft/);
  });
});
