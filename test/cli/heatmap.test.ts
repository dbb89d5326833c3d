import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliProcess, emptyFolder, llmeter } from './support/cli.ts';

const target = ['--base-url', 'simulated:talkative', '--inputs', '5,60', '--outputs', '4,32'];

describe('llmeter heatmap', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
  });

  it('sends every combination as often as requested, prints cells with n, and shows them again', async () => {
    const args = ['heatmap', ...target, '--per-combination', '2', '--clients', '3', '--name', 'lengths'];
    const { code, stdout, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^lengths {2}\S+\n\nTTFT, median by length\nOutput tokens +.* input +.* input +all inputs\n/,
    );
    assert.match(stdout, /\n4 +\d.* \(n 2\) +\d.* \(n 2\) +\d.* \(n 4\)\n32 /);
    assert.match(stdout, /\nall outputs +\d.* \(n 4\) +\d.* \(n 4\)\n\nTTLT/);
    assert.match(stdout, /\n60 +32 +2 +0 +\S.* +32\n/);
    const folder = join(cwd, 'llmeter-runs', 'lengths');
    assert.ok(stdout.endsWith(`Heatmap folder: ${folder}\n`));
    const again = await llmeter(['heatmap', '--show', 'llmeter-runs/lengths'], { cwd });
    assert.deepEqual([again.code, again.stdout], [0, stdout]);
    const linear = await llmeter(
      ['heatmap', '--show', folder, '--bins', 'linear', '--output-bins', '2', '--input-bins', '1', '--json'],
      { cwd },
    );
    const { bins, outputBins, inputBins } = JSON.parse(linear.stdout);
    assert.deepEqual(
      [bins, outputBins, inputBins.length],
      [
        'linear',
        [
          { from: 4, to: 18 },
          { from: 18, to: 33 },
        ],
        1,
      ],
    );
  });

  it('is compared with another by the lengths that both requested', async () => {
    const args = ['heatmap', ...target, '--per-combination', '4', '--clients', '2', '--outputs', '4,16'];
    const other = await llmeter([...args, '--name', 'other'], { cwd });
    assert.equal(other.code, 0, other.stderr);
    const folders = ['llmeter-runs/lengths', 'llmeter-runs/other'];
    const { code, stdout, stderr } = await llmeter(['compare', ...folders, '--markdown', 'lengths.md'], {
      cwd,
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\nother against lengths\n[\s\S]*\nLengths +lengths +other +n +Difference/);
    for (const input of [5, 60]) {
      assert.match(stdout, new RegExp(`\\n${input} input, 4 output tokens: TTFT median +\\d.* 2 / 4 `));
    }
    assert.doesNotMatch(stdout, / 16 output tokens: /);
    assert.match(
      stdout,
      /\nNot compared: 2 combinations of lengths only in lengths; 2 combinations of lengths only in other\.\n/,
    );
    assert.match(await readFile(join(cwd, 'lengths.md'), 'utf8'), /^## other against lengths$/m);
  });

  it('cuts its prompts from a text in the working folder, not in the folder of the plan', async () => {
    await writeFile(join(cwd, 'text.txt'), 'a b c d e f g h\n'.repeat(40));
    const args = ['heatmap', ...target, '--source', 'text.txt', '--name', 'cut', '--json'];
    const { code, stdout, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    const { achieved } = JSON.parse(stdout);
    assert.deepEqual(
      achieved.map((one: { requests: number; output: { p50: number } }) => [one.requests, one.output.p50]),
      [
        [1, 4],
        [1, 32],
        [1, 4],
        [1, 32],
      ],
    );
  });

  it('estimates the cost, and sends nothing', async () => {
    const prices = 'prices: [{model: "sim*", input: 3, output: 15, asOf: 2026-11-01}]';
    await writeFile(join(cwd, 'prices.yaml'), prices);
    const args = [
      'heatmap',
      ...target,
      '--model',
      'sim',
      '--prices',
      'prices.yaml',
      '--per-combination',
      '2',
    ];
    const { code, stdout, stderr } = await llmeter([...args, '--name', 'never', '--estimate'], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^Estimated cost: 0\.\d+ to 0\.\d+ USD for 8 requests, likely 0\.\d+ USD if all outputs reach their limit\.\n/,
    );
    assert.ok(!(await readdir(join(cwd, 'llmeter-runs'))).includes('never'));
  });

  it('keeps the responses when it is interrupted', async () => {
    const args = ['heatmap', ...target, '--per-combination', '500', '--name', 'stopped', '--json'];
    const cli = new CliProcess(args, { cwd });
    await cli.saw(/Total requests/);
    cli.signal('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /of 2,000 requests have no response/);
    assert.ok(JSON.parse(stdout).achieved.length === 4);
  });

  it('exits 1 if every request failed, and rejects invalid options', async () => {
    const broken = [
      '--base-url',
      'simulated:http-500',
      '--inputs',
      '5',
      '--outputs',
      '4',
      '--name',
      'broken',
    ];
    const { code, stdout } = await llmeter(['heatmap', ...broken], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /No request succeeded\.\n\nLengths\n/);
    for (const [args, message] of [
      [['--prompt', 'hi'], /unknown option '--prompt'/],
      [['--inputs', '5,5'], /Each length must be listed only once/],
      [['--source', 'nowhere.txt'], /nowhere\.txt does not exist/],
    ] as const) {
      const refused = await llmeter(['heatmap', '--base-url', 'simulated:fast', ...args], { cwd });
      assert.deepEqual([refused.code, refused.stdout], [2, '']);
      assert.match(refused.stderr, message);
    }
  });
});
