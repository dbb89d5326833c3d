import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { useVscode } from '../harness/useVscode.ts';

/**
 * Takes the README's pictures anew, of the packaged extension in a real VS Code:
 * `node test/harness/e2eRunner.ts test/e2e/pictures.ts`
 */
const plan = `endpoint:
  kind: openai-chat
  name: Simulated endpoint
  provider: simulated
  model: simulated-model
  baseUrl: "simulated:default"
prompt: Explain in about 100 words how a bicycle stays upright.
clients: 20
requests: 30
warmup: 1
slo:
  ttft: 300ms
name: twenty-clients
`;

describe('the pictures of the README', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-pictures-'));
  writeFileSync(join(folder, 'llmeter.yaml'), plan);
  const vscode = useVscode({ workspaceFrom: folder, size: { width: 1440, height: 1000 } });
  const media = join(projectRoot, 'media');
  after(() => rmSync(folder, { recursive: true }));

  it('live', async () => {
    const { page } = vscode();
    await page.getByRole('treeitem', { name: 'llmeter.yaml' }).dblclick();
    await page.getByRole('tab', { name: 'LLMeter', exact: true }).click();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
    const panel = await vscode().webview('.live-view');
    await panel.getByText(/of 600 requests \((5\d|6\d) %\)/).waitFor({ timeout: 120_000 });
    await vscode().screenshot('live', media);
  });

  it('report', async () => {
    const panel = await vscode().webview('.report-head', 120_000);
    await panel.getByRole('button', { name: 'Run Again' }).waitFor();
    await vscode().screenshot('report', media);
  });
});
