import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { timesAround, writeRun } from '../unit/experiments/support/writtenRun.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter report', function () {
  this.timeout(60_000);
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

  it('writes numbers, comparison and charts into one page that loads and runs nothing', async () => {
    const html = await page('before', 'a<b');
    assert.match(html, /<h2>before<\/h2>[\s\S]*61 requests, 1 failure[\s\S]*<h2>a&lt;b<\/h2>/);
    assert.match(html, /<h2>a&lt;b against before<\/h2>[\s\S]*TTFT median is 100 % higher/);
    assert.equal(html.split('<svg').length - 1, 7);
    const words = html.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '');
    assert.doesNotMatch(words, /<script|https?:|<link|url\((?!#)|@import|\bon[a-z]+=|a<b/);
  });

  it('makes a page of one run, and of one without a single success', async () => {
    assert.doesNotMatch(await page('before'), / against /);
    const html = await page('broken');
    assert.match(html, /2 x Other error: boom/);
    assert.doesNotMatch(html, /<svg/);
  });

  it('refuses a folder without a run and a missing --html', async () => {
    const none = await llmeter(['report', 'nothing', '--html', 'x.html'], { cwd });
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.equal((await llmeter(['report', 'before'], { cwd })).code, 2);
  });
});
