import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { emptyFolder, llmeter, measureOurs } from './support/cli.ts';

describe('llmeter verify', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    await measureOurs(cwd);
  });

  it('says that every number agrees, and what could not be checked', async () => {
    const python = join(projectRoot, 'test/fixtures/llmeter/load-test/sweep');
    const { code, stdout, stderr } = await llmeter(['verify', 'llmeter-runs/ours', python], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\d+ values recomputed: all agree\./);
    assert.match(stdout, /sweep\/00004-clients\n/);
    assert.match(stdout, /Could not be checked:\n[\s\S]*llmeter\.json, environment: it was measured/);
  });

  it('lists the numbers that differ and ends with exit code 1, also as JSON', async () => {
    const file = join(cwd, 'llmeter-runs/ours/stats.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"failed_requests": 0', '"failed_requests": 2'));
    const { code, stdout } = await llmeter(['verify', 'llmeter-runs/ours'], { cwd });
    assert.equal(code, 1);
    assert.match(
      stdout,
      / recomputed: 1 difference\.\n {2}File +Key +Stored +Recomputed\n {2}stats\.json +failed_requests +2 +0\n/,
    );
    const json = await llmeter(['verify', 'llmeter-runs/ours', '--json'], { cwd });
    const [found] = JSON.parse(json.stdout).folders;
    assert.deepEqual(
      [json.code, found.agrees, found.parts[0].differences],
      [1, false, [{ file: 'stats.json', key: 'failed_requests', stored: 2, recomputed: 0 }]],
    );
    await writeFile(file, text);
  });

  it('refuses a folder with neither a run nor an experiment', async () => {
    const { code, stderr } = await llmeter(['verify', '.'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /contains neither a run nor an experiment\./);
  });
});
