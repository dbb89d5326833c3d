import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PairComparison } from '../../src/core/compare/result.ts';
import { CliProcess, emptyFolder, llmeter } from './support/cli.ts';

const load = ['--prompt', 'hi', '--clients', '8', '--requests', '5', '--max-tokens', '4'];

describe('llmeter ab', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    const plan = (scenario: string) =>
      `endpoint: { kind: openai-chat, model: sim, baseUrl: "simulated:${scenario}" }\nprompt: hi\nmaxTokens: 4\nclients: 8\nrequests: 5\n`;
    await writeFile(join(cwd, 'old.yaml'), plan('default'));
    await writeFile(join(cwd, 'new.yaml'), plan('fast'));
    await writeFile(
      join(cwd, 'endpoint.yaml'),
      'kind: openai-chat\nmodel: other\nbaseUrl: "simulated:fast"\n',
    );
  });

  it('interleaves two plans, shows both and prints the findings', async () => {
    const args = ['ab', 'old.yaml', 'new.yaml', '--name', 'first', '--markdown', 'out.md'];
    const { code, stdout, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^old: .*\nnew: /m);
    assert.match(
      stdout,
      /^new against old\n[\s\S]*TTFT median is [\d.]+ % lower \([\d.]+ to [\d.]+ %\): better\./,
    );
    assert.match(stdout, /Interleaved: the runs alternated request by request/);
    const folder = join(cwd, 'llmeter-runs', 'first');
    assert.ok(stdout.endsWith(`\nA/B test folder: ${folder}\n`), stdout.slice(-200));
    assert.deepEqual((await readdir(folder)).sort(), ['experiment.json', 'new', 'old']);
    assert.match(await readFile(join(cwd, 'out.md'), 'utf8'), /^## new against old\n/);
    // The saved test can be compared again by another metric.
    const again = await llmeter(['compare', 'llmeter-runs/first', '--deciding-metric', 'tpot', '--json'], {
      cwd,
    });
    assert.equal(again.code, 0, again.stderr);
    const { runs, pairs } = JSON.parse(again.stdout);
    assert.deepEqual(
      [runs.map((run: { name: string }) => run.name), pairs[0].decidingMetric, pairs[0].arrangement],
      [['old', 'new'], 'tpot', 'interleaved'],
    );
  });

  it('takes one plan and flags for the second side, and sets the exit code by the verdict', async () => {
    // These two are equal, so a verdict would sometimes be wrong.
    const args = ['ab', 'new.yaml', '--against-model', 'other', '--seed', '1', '--json', '--name', 'models'];
    const model = await llmeter(args, { cwd });
    assert.equal(model.code, 0, model.stderr);
    const { sides, comparison, state } = JSON.parse(model.stdout);
    assert.deepEqual(
      [state, sides.map((side: { name: string }) => side.name), comparison.pairs[0].candidate],
      ['saved', ['sim', 'other'], 'other'],
    );
    const gate = (name: string, ...args: string[]) =>
      llmeter(['ab', ...args, '--fail-on', 'worse', '--json', '--name', name], { cwd });
    const worse = await gate('worse', 'new.yaml', '--against-base-url', 'simulated:default');
    assert.equal(worse.code, 1, worse.stderr);
    const file = await gate('better', 'old.yaml', '--against', 'endpoint.yaml', '--margin', '5%');
    assert.equal(file.code, 0, file.stderr);
    const { folder, comparison: better } = JSON.parse(file.stdout);
    assert.equal(better.pairs[0].metrics[0].verdict, 'better');
    assert.deepEqual([better.pairs[0].judgement, better.pairs[0].margin.margin], ['not worse', 0.05]);
    const again = await llmeter(['compare', folder, '--json'], { cwd });
    assert.deepEqual(JSON.parse(again.stdout).pairs[0].margin, better.pairs[0].margin);
  });

  it('exits 3 if the deciding metric is not available, whatever the others show', async () => {
    const args = ['ab', 'new.yaml', '--against-base-url', 'simulated:slow-start', '--name', 'unpriced'];
    const { code, stdout } = await llmeter(
      [...args, '--deciding-metric', 'cost_per_request', '--fail-on', 'worse'],
      { cwd },
    );
    assert.equal(code, 3);
    assert.match(
      stdout,
      /\nCannot be judged: the deciding metric, Cost per request, is not available for both\.\n/,
    );
    assert.doesNotMatch(stdout, /chosen before looking/);
  });

  it('keeps the data of both sides when it is interrupted', async () => {
    const args = ['ab', '--base-url', 'simulated:fast', '--against-base-url', 'simulated:default', ...load];
    const cli = new CliProcess([...args, '--requests', '5000', '--name', 'stopped', '--json'], { cwd });
    await cli.saw(/simulated-fast: Total requests[\s\S]*simulated-default: Total requests/);
    await cli.saw(/simulated-default: Total requests .*p50_ttft/);
    cli.signal('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    assert.equal(code, 130, stderr);
    const { state, sides } = JSON.parse(stdout);
    assert.equal(state, 'partial');
    assert.deepEqual(
      sides.map((side: { name: string; outcome: { state: string; totalRequests: number } }) => [
        side.name,
        side.outcome.state,
        side.outcome.totalRequests > 0,
      ]),
      [
        ['simulated-fast', 'partial', true],
        ['simulated-default', 'partial', true],
      ],
    );
  });

  it('exits 1 when all requests of a side failed', async () => {
    const args = ['ab', '--base-url', 'simulated:fast', '--against-base-url', 'simulated:http-500', ...load];
    const { code, stdout } = await llmeter([...args, '--requests', '3', '--name', 'broken'], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /Error rate is [\d.]+ points higher/);
  });

  it('rejects sides that cannot be compared, and names what to change', async () => {
    const refused = async (args: string[], message: RegExp) => {
      const { code, stderr, stdout } = await llmeter(['ab', ...args], { cwd });
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, message);
    };
    await refused(['old.yaml'], /Give a second side: another plan file, --against-model/);
    await refused(
      ['old.yaml', 'new.yaml', '--against-model', 'x'],
      /either several plan files, or one plan file/,
    );
    await writeFile(
      join(cwd, 'more.yaml'),
      'endpoint: { model: a, baseUrl: "simulated:fast" }\nprompt: hi\nclients: 7\nrequests: 5\n',
    );
    await refused(['old.yaml', 'more.yaml'], /the same "clients", but it is 8 in "old" and 7 in "more"/);
    await refused(['old.yaml', 'nowhere.yaml'], /nowhere\.yaml/);
  });
});

describe('llmeter compare with experiments', () => {
  it('compares load tests level by level, and rejects mixed kinds', async () => {
    const cwd = await emptyFolder();
    const sweep = async (name: string, scenario: string, levels: string) => {
      const target = ['--base-url', `simulated:${scenario}`, '--prompt', 'hi', '--max-tokens', '4'];
      const args = [
        'load-test',
        ...target,
        '--levels',
        levels,
        '--min-requests-per-run',
        '12',
        '--name',
        name,
      ];
      const { code, stderr } = await llmeter(args, { cwd });
      assert.equal(code, 0, stderr);
    };
    await sweep('quick', 'fast', '1,2,4');
    await sweep('slow', 'default', '1,2');
    const { code, stdout, stderr } = await llmeter(
      ['compare', 'llmeter-runs/quick', 'llmeter-runs/slow', '--markdown', 'out.md'],
      { cwd },
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^slow against quick\n[\s\S]*\n1 client: .*TTFT median is [\d.]+ % higher/);
    assert.match(stdout, /\nLevel +quick +slow +n +Difference \(95 % CI\)/);
    for (const metric of ['TTFT median', 'TTLT mean', 'Error rate']) {
      assert.match(stdout, new RegExp(`\\n2 clients: ${metric} .* 12 / 12 `));
    }
    assert.match(stdout, /\nNot compared: 4 clients only in quick\.\n/);
    assert.match(
      await readFile(join(cwd, 'out.md'), 'utf8'),
      /^## Load test quick\n[\s\S]*\n## Load test slow\n/,
    );
    const json = await llmeter(['compare', 'llmeter-runs/quick', 'llmeter-runs/slow', '--json'], { cwd });
    const { tests, comparisons } = JSON.parse(json.stdout);
    assert.deepEqual([tests.length, comparisons.length, comparisons[0].candidate], [2, 1, 'slow']);
    assert.deepEqual(
      comparisons[0].parts.map(({ label, pair }: { label: string; pair: PairComparison }) => [
        label,
        pair.metrics[0]?.verdict,
      ]),
      [
        ['1 client', 'worse'],
        ['2 clients', 'worse'],
      ],
    );
    const level = 'llmeter-runs/quick/00001-clients';
    const mixed = await llmeter(['compare', 'llmeter-runs/slow', level], { cwd });
    assert.equal(mixed.code, 2);
    assert.match(mixed.stderr, /slow is a load test; .*00001-clients is a run\. Runs and load tests/);
  });
});
