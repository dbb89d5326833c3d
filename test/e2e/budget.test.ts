import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { answer, asked } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

describe('the cost of a run in a real VS Code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-prices-'));
  writeFileSync(
    join(folder, 'prices.yaml'),
    'prices:\n  - {model: "simulated-*", input: 3, output: 15, asOf: 2026-11-01}\n',
  );
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode/settings.json'), '{"llmeter.prices": "prices.yaml"}');
  const vscode = useVscode({ workspaceFrom: folder });
  let server: Simulator;

  before(async () => {
    server = await startSimulator({ scenario: 'fast' });
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('is estimated before anything is sent, and limited by a budget', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer(vscode(), 'Where does the model run?', 'vLLM');
    await answer(vscode(), 'Address of the API', `${server.url}/v1`);
    await answer(vscode(), 'Which API key');
    await answer(vscode(), 'Which model?', 'simulated-model');
    const endpoint = page.getByRole('treeitem', { name: /^simulated-model, simulated-model at / });
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Run Benchmark' }).click();
    await answer(vscode(), 'Which prompt');
    await answer(vscode(), 'How much load', '4 x 500');
    await page.getByRole('option', { name: /^Run, Estimated cost: .* USD for 2,000 requests/ }).waitFor();
    await vscode().screenshot('estimate');
    await answer(vscode(), 'What may this run cost?', 'Set a Budget');
    await asked(vscode(), 'Maximum cost, in USD');
    await answer(vscode(), 'Maximum cost, in USD', '0.02');
    await page.getByRole('treeitem', { name: /, partial, TTFT/ }).waitFor();
    const panel = await vscode().webview('.report-head');
    await panel.getByText(/The run stopped after spending .* of its budget of 0.0200 USD/).waitFor();
    await vscode().screenshot('budget');
  });

  it('is estimated before a load test too, whose levels share the budget', async () => {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Run Load Test');
    await answer(vscode(), 'Which endpoint');
    await answer(vscode(), 'Which prompt');
    await answer(vscode(), 'With how many clients', '1, 2, 4');
    await answer(vscode(), 'How much at each level', '500');
    await page.getByRole('option', { name: /^Run, Estimated cost: .* USD for [\d,]+ requests/ }).waitFor();
    await answer(vscode(), 'What may this run cost?', 'Set a Budget');
    await answer(vscode(), 'Maximum cost, in USD', '0.02');
    await page.getByRole('treeitem', { name: /, Load test, partial/ }).waitFor();
  });
});
