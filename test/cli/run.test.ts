import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { projectRoot } from '../harness/projectRoot.ts';
import { bundle, CliProcess, emptyFolder, llmeter, source } from './support/cli.ts';

const quick = ['--base-url', 'simulated:fast', '--prompt', 'hi', '--clients', '2', '--requests', '3'];

describe('llmeter run', () => {
  let folder = '';
  before(async () => {
    folder = await emptyFolder();
  });

  for (const [name, entry] of [
    ['source', source],
    ['bundle', bundle],
  ] as const) {
    it(`benchmarks, prints the table and writes the run folder (${name})`, async () => {
      assert.ok(existsSync(entry), `${entry} is missing; npm run build makes it.`);
      const { code, stdout, stderr } = await llmeter(['run', ...quick, '--name', name], {
        cwd: folder,
        entry,
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^source|^bundle/);
      assert.match(stdout, /6 requests, no failures, 2 clients\n/);
      assert.match(stdout, /\nTTFT +[\d.]+ (ms|s) .* 6\n/);
      assert.ok(stdout.endsWith(`Run folder: ${join(folder, 'llmeter-runs', name)}\n`), stdout);
      assert.match(stderr, /Total requests {2}\d+% {2}\d\/6/);
      const lines = (await readFile(join(folder, 'llmeter-runs', name, 'responses.jsonl'), 'utf8'))
        .trimEnd()
        .split('\n');
      assert.equal(lines.length, 6);
    });
  }

  it('shows the statistics of a short run with its first answer, and answers that are arriving before', async () => {
    const steady = ['--base-url', 'simulated:steady', '--prompt', 'hi', '--requests', '4'];
    const { stderr } = await llmeter(['run', ...steady, '--name', 'short'], { cwd: folder });
    const lines = stderr.split('\n');
    assert.ok(
      lines.some(line => /0\/4 {2}1 in flight \(1 answering\)/.test(line)),
      stderr,
    );
    const answered = lines.filter(line => /[1-3]\/4/.test(line));
    assert.ok(answered.length > 0, stderr);
    for (const line of answered) assert.match(line, / rpm=[\d.]+ .*p50_ttft=0\.1\d\ds/);
  });

  it('prints exactly one object with --json, and stats shows the saved run', async () => {
    const { code, stdout } = await llmeter(['run', ...quick, '--json', '--no-stream', '--name', 'json'], {
      cwd: folder,
    });
    assert.equal(code, 0);
    const result = JSON.parse(stdout);
    assert.deepEqual(Object.keys(result), ['folder', 'stats', 'metrics', 'environment', 'diagnostics']);
    assert.equal(result.folder, join(folder, 'llmeter-runs', 'json'));
    assert.equal(result.stats.total_requests, 6);
    assert.equal(result.metrics.ttft.n, 0);
    assert.equal(result.metrics.ttlt.n, 6);
    const saved = await llmeter(['stats', result.folder, '--json'], { cwd: folder });
    assert.equal(saved.code, 0, saved.stderr);
    const loaded = JSON.parse(saved.stdout);
    assert.deepEqual(Object.keys(loaded), ['folder', 'stats', 'metrics', 'environment', 'diagnostics']);
    assert.equal(loaded.stats.total_requests, 6);
    assert.deepEqual(loaded.metrics.ttlt, result.metrics.ttlt);
    const table = await llmeter(['stats', 'llmeter-runs/json'], { cwd: folder });
    assert.match(table.stdout, /^json[\s\S]*6 requests, no failures[\s\S]*TTLT/);
  });

  it('runs the demo with changes from flags', async () => {
    const { code, stdout } = await llmeter(
      [
        'run',
        '--demo',
        '--clients',
        '2',
        '--requests',
        '1',
        '--base-url',
        'simulated:fast',
        '--output',
        folder,
      ],
      { cwd: folder },
    );
    assert.equal(code, 0);
    assert.match(stdout, /2 requests, no failures, 2 clients/);
  });

  it('exits 1 if every request failed', async () => {
    const run = (scenario: string, requests: string) =>
      llmeter(['run', '--base-url', `simulated:${scenario}`, '--requests', requests, '--output', folder], {
        cwd: folder,
      });
    const all = await run('http-500', '2');
    assert.equal(all.code, 1);
    assert.match(all.stdout, /2 requests, 2 failures \(100 %\)[\s\S]*2 x Server error/);
  });

  it('ends a time-bound run on time', async () => {
    const { code, stdout } = await llmeter(
      [
        'run',
        '--base-url',
        'simulated:fast',
        '--duration',
        '1s',
        '--clients',
        '2',
        '--json',
        '--output',
        folder,
      ],
      { cwd: folder },
    );
    assert.equal(code, 0);
    const { stats } = JSON.parse(stdout);
    assert.ok(stats.total_requests >= 4 && stats.total_test_time >= 1, stdout);
  });

  it('continues if the reader of its output exits', async () => {
    const cli = new CliProcess(['run', ...quick, '--name', 'headless'], { cwd: folder });
    cli.closeOutput();
    const { code, signal, stderr } = await cli.ended;
    assert.deepEqual([code, signal], [0, null], stderr);
    assert.ok(existsSync(join(folder, 'llmeter-runs', 'headless', 'summary.json')));
  });

  it('runs every example', async () => {
    const files = globSync('examples/*.yaml', { cwd: projectRoot }).sort();
    assert.ok(files.length >= 4);
    for (const file of files) {
      const text = await readFile(join(projectRoot, file), 'utf8');
      const shorter = /^duration:/m.test(text)
        ? ['--duration', '1s', '--ramp-up', '100ms']
        : ['--requests', '2'];
      const { code, stdout, stderr } = await llmeter(
        [
          'run',
          join(projectRoot, file),
          ...shorter,
          '--clients',
          '2',
          '--base-url',
          'simulated:fast',
          '--json',
          '--yes',
          '--output',
          join(folder, basename(file)),
        ],
        { cwd: folder },
      );
      assert.equal(code, 0, `${file}: ${stderr}`);
      const { stats } = JSON.parse(stdout);
      assert.equal(stats.failed_requests, 0);
    }
  });
});
