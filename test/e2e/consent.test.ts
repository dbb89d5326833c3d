import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useVscode } from '../harness/useVscode.ts';

const plan = `endpoint:
  kind: openai-chat
  provider: simulated
  model: planned-model
  baseUrl: "simulated:fast"
requests: 3
name: agreed
callbacks:
  - module: ./theirs.mjs
`;

describe('a plan file that runs code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-consent-'));
  const mark = join(folder, 'was-run');
  writeFileSync(join(folder, 'llmeter.yaml'), plan);
  writeFileSync(
    join(folder, 'theirs.mjs'),
    `import { writeFileSync } from 'node:fs';
    export const afterRun = () => writeFileSync(${JSON.stringify(mark)}, '');`,
  );
  const vscode = useVscode({ workspaceFrom: folder });
  after(() => rmSync(folder, { recursive: true }));

  const dialog = () => vscode().page.locator('.monaco-dialog-box');

  async function runPlan() {
    const { page } = vscode();
    await page.getByRole('treeitem', { name: 'llmeter.yaml' }).dblclick();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
  }

  it('shows what it does, and does nothing if the person does not agree', async () => {
    await runPlan();
    await dialog().getByText('Do you agree to what this plan does?').waitFor();
    await dialog().getByText('theirs.mjs').waitFor();
    await vscode().screenshot('consent');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.equal(existsSync(mark), false);
  });

  it('runs once the person agrees', async () => {
    await runPlan();
    await dialog().getByRole('button', { name: 'Agree and Run' }).click();
    const panel = await vscode().webview('.report-head');
    await panel.getByText('agreed').first().waitFor();
    assert.equal(existsSync(mark), true);
    rmSync(mark);
  });

  it('asks again for the report of its run, once the code is another', async () => {
    await vscode().openSavedReport('agreed');
    const panel = await vscode().webview('.report-head');
    writeFileSync(join(vscode().workspace, 'theirs.mjs'), `throw new Error('evil');`);
    await panel.getByRole('button', { name: 'Run Again' }).click();
    await dialog().getByText('theirs.mjs').waitFor();
    await vscode().screenshot('report-consent');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    assert.equal(existsSync(mark), false);
  });
});
