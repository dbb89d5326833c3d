import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { timesAround, writeRun } from '../unit/results/support/writtenRun.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter report', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    await writeRun(cwd, 'before', { minute: 0, ttft: [...timesAround(0.2, 60), null] });
    await writeRun(cwd, 'a<b', { minute: 5, ttft: timesAround(0.4, 60) });
    await writeRun(cwd, 'broken', { minute: 9, ttft: [null, null] });
  });

  async function page(...folders: string[]): Promise<string> {
    const { code, stdout, stderr } = await llmeter(['report', ...folders, '--html', 'out.html'], { cwd });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `${join(cwd, 'out.html')}\n`);
    return readFile(join(cwd, 'out.html'), 'utf8');
  }

  it('writes numbers, comparison and charts into one page that loads nothing and runs no scripts', async () => {
    const html = await page('before', 'a<b');
    assert.match(html, /<h2>before<\/h2>[\s\S]*61 requests, 1 failure[\s\S]*<h2>a&lt;b<\/h2>/);
    assert.match(html, /<h2>a&lt;b against before<\/h2>[\s\S]*TTFT median is 100 % higher/);
    assert.equal(html.split('<svg').length - 1, 11);
    const words = html.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '');
    assert.doesNotMatch(words, /<script|https?:|<link|url\((?!#)|@import|\bon[a-z]+=|a<b/);
  });

  it('makes a page of one run, and of one without a single success', async () => {
    assert.doesNotMatch(await page('before'), /<h2>[^<]* against /);
    const html = await page('broken');
    assert.match(html, /2 x Other error: boom/);
    assert.doesNotMatch(html, /<svg/);
  });

  it('makes a page of an A/B test: its sides compared, with the numbers of each', async () => {
    const folder = join(cwd, 'ab');
    await writeRun(folder, 'old', { minute: 30, ttft: timesAround(0.2, 60) });
    await writeRun(folder, 'new', { minute: 34, ttft: timesAround(0.1, 60) });
    await writeFile(
      join(folder, 'experiment.json'),
      JSON.stringify({ schema: 1, kind: 'ab', state: 'saved', runs: ['old', 'new'], parameters: {} }),
    );
    const html = await page('ab');
    assert.match(html, /<h2>new against old<\/h2>[\s\S]*<h2>old<\/h2>[\s\S]*<h2>new<\/h2>/);
    assert.match(html, /TTFT median is 50\.0 % lower/);
  });

  it('makes a page of load tests: levels, knee, differences, and all figures on shared axes', async () => {
    const sweep = join(projectRoot, 'test/fixtures/llmeter/load-test/sweep');
    await cp(sweep, join(cwd, 'again'), { recursive: true });
    const one = await page(sweep);
    assert.match(one, /<h2>sweep<\/h2>[\s\S]*<th>Clients<\/th><th>Requests<\/th>/);
    assert.equal(one.split('<svg').length - 1, 8);
    const two = await page(sweep, 'again');
    assert.match(two, /<h2>again against sweep<\/h2>[\s\S]*<th>1 client: TTFT median<\/th>/);
    assert.match(two, /Time to first token vs number of clients/);
    assert.doesNotMatch(two, /<script/);
  });

  it('makes a page of a heatmap: a figure for each metric, and the achieved lengths', async () => {
    const run = await writeRun(cwd, 'map', { minute: 20, ttft: [0.1, 0.2, null] });
    await writeFile(
      join(run, 'experiment.json'),
      JSON.stringify({ schema: 1, kind: 'heatmap', state: 'saved', parameters: {} }),
    );
    const html = await page('map');
    assert.match(html, /<h3>TTFT by input and output length<\/h3>[\s\S]*150 ms/);
    assert.equal(html.split('<svg').length - 1, 3);
  });

  it('rejects a folder without a run, and a missing --html', async () => {
    const none = await llmeter(['report', 'nothing', '--html', 'x.html'], { cwd });
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.equal((await llmeter(['report', 'before'], { cwd })).code, 2);
  });
});
