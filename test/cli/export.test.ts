import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { projectRoot } from '../harness/projectRoot.ts';
import { timesAround, writeRun } from '../unit/results/support/writtenRun.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

const sweep = join(projectRoot, 'test/fixtures/llmeter/load-test/sweep');

describe('llmeter export', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    await writeRun(cwd, 'a', { minute: 0, ttft: [...timesAround(0.2, 60), null] });
    await writeRun(cwd, 'b', { minute: 5, ttft: timesAround(0.4, 60) });
  });

  it('writes every request of several runs as CSV and Parquet, each with the name of its run', async () => {
    const args = ['export', 'a', 'b', '--csv', 'out.csv', '--parquet', 'out.parquet'];
    const { code, stdout, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `${join(cwd, 'out.csv')}\n${join(cwd, 'out.parquet')}\n`);
    const lines = (await readFile(join(cwd, 'out.csv'), 'utf8')).trim().split('\r\n');
    assert.match(lines[0] ?? '', /^run,id,client,.*,ttft_s,/);
    assert.equal(lines.length, 1 + 61 + 60);
    const bytes = await readFile(join(cwd, 'out.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    assert.deepEqual(
      [rows.length, rows[60]?.['failed'], rows[60]?.['ttft_s'], rows[61]?.['run'], rows[61]?.['failed']],
      [121, true, null, 'b', false],
    );
  });

  it('writes the formats that it can, and says why others are missing', async () => {
    await writeRun(cwd, 'failed', { minute: 9, ttft: [null, null] });
    const both = await llmeter(['export', 'failed', '--csv', 'failed.csv', '--svg', 'charts'], { cwd });
    assert.deepEqual([both.code, both.stdout], [0, `${join(cwd, 'failed.csv')}\n`]);
    assert.match(both.stderr, /^warning: There are no charts for .*every request failed/);
    const none = await llmeter(['export', 'failed', '--svg', 'charts'], { cwd });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^error: There are no charts for /);
  });

  it('prints only CSV or Markdown on standard output for the file name -', async () => {
    const csv = await llmeter(['export', 'a', '--csv', '-', '--markdown', 'beside.md'], { cwd });
    assert.equal(csv.stdout.trim().split('\r\n').length, 1 + 61);
    assert.equal(csv.stderr, `${join(cwd, 'beside.md')}\n`);
    const markdown = await llmeter(['export', 'a', '--markdown', '-'], { cwd });
    assert.equal(markdown.stdout, await readFile(join(cwd, 'beside.md'), 'utf8'));
    assert.equal((await readdir(cwd)).includes('-'), false);
  });

  it('prints the Markdown of a comparison instead of its text, and only one format', async () => {
    const compared = await llmeter(['compare', 'a', 'b', '--markdown', '-'], { cwd });
    assert.match(compared.stdout, /^.*b against a[\s\S]*\| Metric \|/);
    assert.doesNotMatch(compared.stdout, /Metric {2}/);
    assert.deepEqual(
      (
        await Promise.all([
          llmeter(['export', 'a', '--csv', '-', '--markdown', '-'], { cwd }),
          llmeter(['compare', 'a', 'b', '--markdown', '-', '--json'], { cwd }),
        ])
      ).map(({ code, stdout, stderr }) => [code, stdout, stderr]),
      [
        [
          2,
          '',
          'error: Only one of --csv and --markdown can print to standard output. Give the others a file.\n',
        ],
        [
          2,
          '',
          'error: --json and --markdown - both write to standard output. Give --markdown the name of a file.\n',
        ],
      ],
    );
  });

  it('writes a load test: levels as Markdown rows, the figures of LLMeter as SVG, the requests of all levels', async () => {
    const args = ['export', sweep, '--markdown', 'sweep.md', '--svg', 'charts', '--csv', 'sweep.csv'];
    const { code, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    assert.match(await readFile(join(cwd, 'sweep.md'), 'utf8'), /^## Load test sweep\n[\s\S]*\| Clients \|/);
    const pictures = await readdir(join(cwd, 'charts'));
    assert.ok(
      pictures.includes('time_to_first_token.svg') && pictures.includes('knee.svg'),
      pictures.join(' '),
    );
    const picture = await readFile(join(cwd, 'charts', 'error_rate.svg'), 'utf8');
    assert.match(
      picture,
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>\n<title>Error rate vs number of clients<\/title>/,
    );
    const runs = (await readFile(join(cwd, 'sweep.csv'), 'utf8'))
      .split('\r\n')
      .map(line => line.split(',')[0]);
    assert.deepEqual([...new Set(runs)], ['run', '00001-clients', '00002-clients', '00004-clients', '']);
  });

  it('writes a run and a comparison as Markdown for a pull request', async () => {
    await llmeter(['export', 'a', '--markdown', 'a.md'], { cwd });
    const run = await readFile(join(cwd, 'a.md'), 'utf8');
    assert.match(
      run,
      /^## a\n\nm, 61 requests, 1 failure, 1 client\n\n\| {2}\| Mean \|[\s\S]*\n- 1 x Other error: boom\n$/,
    );
    await llmeter(['export', 'a', 'b', '--markdown', 'ab.md'], { cwd });
    assert.match(await readFile(join(cwd, 'ab.md'), 'utf8'), /^## b against a\n/);
  });

  it('rejects missing formats, unwritable files and missing folders', async () => {
    for (const [args, message] of [
      [['a'], /Choose what to write: --csv, --parquet, --markdown or --svg/],
      [['a', '--csv', 'no/such/folder.csv'], /Cannot write .*folder\.csv/],
      [['nowhere', '--csv', 'x.csv'], /nowhere/],
    ] as const) {
      const refused = await llmeter(['export', ...args], { cwd });
      assert.deepEqual([refused.code, refused.stdout], [2, '']);
      assert.match(refused.stderr, message);
    }
  });
});
