import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { useVscode } from '../harness/useVscode.ts';

/**
 * Takes the pictures of the README, of the packaged extension in a real VS Code:
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

/** Experiments that exist when the editor opens, each as its command line. */
const experiments = [
  'ab --base-url simulated:default --against-base-url simulated:steady --max-tokens 40 --clients 10 --requests 30 --warmup 1 --name default-vs-steady',
  'load-test --base-url simulated:busy --levels 1,2,4,8,16,32 --min-requests-per-run 150 --warmup 1 --name scaling',
  'heatmap --base-url simulated:talkative --inputs 50,200,800,3200 --outputs 16,64,256 --per-combination 6 --clients 6 --name lengths',
];

describe('the pictures of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-pictures-'));
  writeFileSync(join(folder, 'llmeter.yaml'), plan);
  const cli = join(projectRoot, 'src/cli/main.ts');
  const media = join(projectRoot, 'media');
  before(() => {
    for (const line of experiments) {
      const [command = '', ...options] = line.split(' ');
      const model = ['--model', 'simulated-model', '--prompt', 'Why is the sky blue?'];
      const args = command === 'heatmap' ? model.slice(0, 2) : model;
      execFileSync(process.execPath, [cli, command, ...args, ...options], { cwd: folder, stdio: 'ignore' });
    }
  });
  const vscode = useVscode({ workspaceFrom: folder, size: { width: 1440, height: 1000 } });
  after(() => rmSync(folder, { recursive: true }));

  it('live', async () => {
    const { page } = vscode();
    await page.getByRole('treeitem', { name: 'llmeter.yaml' }).dblclick();
    await page.getByRole('tab', { name: 'LLMeter', exact: true }).click();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
    const panel = await vscode().webview('.live-view');
    await panel
      .getByText(/of 600 requests \((5\d|6\d) %\)/)
      .first()
      .waitFor();
    await vscode().screenshot('live', media);
  });

  it('report', async () => {
    const panel = await vscode().webview('.report-head');
    await panel.getByRole('button', { name: 'Run Again' }).waitFor();
    await vscode().screenshot('report', media);
  });

  for (const [picture, line, shown] of [
    ['compare', /default-vs-steady, /, '.experiment .conclusion'],
    ['load-test', /^scaling, /, '.load-test'],
    ['heatmap', /^lengths, /, '.heatmap'],
  ] as const) {
    it(picture, async () => {
      await vscode().runCommand('View: Close All Editors');
      await vscode().page.getByRole('treeitem', { name: line }).click();
      await vscode().webview(shown);
      await vscode().screenshot(picture, media);
    });
  }
});
