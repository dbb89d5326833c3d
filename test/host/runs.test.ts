import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { StartedIds } from '../../src/extension/commands/measureCommand.ts';
import type { RunArguments } from '../../src/extension/measurements/arguments.ts';
import type { RunOutcome } from '../../src/protocol/run.ts';
import { access, endOf, eventually, shapeOf, withoutEndpoints } from './access.ts';

const simulated = (scenario: string) =>
  ({
    kind: 'openai-chat',
    provider: 'simulated',
    model: 'sim',
    name: 'Sim',
    baseUrl: `simulated:${scenario}`,
  }) as const;
const run = async (args: RunArguments) =>
  vscode.commands.executeCommand<RunOutcome>('llmeter.run.start', args);

describe('Run LLM Benchmark', () => {
  let output: string;

  beforeEach(async () => {
    await withoutEndpoints();
    const { roots } = await access();
    for (const name of existsSync(roots.usual()) ? readdirSync(roots.usual()) : []) {
      rmSync(join(roots.usual(), name), { recursive: true });
    }
    output = roots.usual();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('asks nothing, answers with the outcome, and is shown in the Runs tree', async () => {
    const { runsTree } = await access();
    const outcome = await run({ endpoint: simulated('fast'), name: 'first', clients: 2, requests: 3 });
    assert.equal(outcome.state, 'saved');
    assert.equal(outcome.totalRequests, 6);
    assert.equal(outcome.failedRequests, 0);
    assert.equal(outcome.folder.startsWith(output), true, outcome.folder);
    const summary = JSON.parse(readFileSync(join(outcome.folder, 'summary.json'), 'utf8'));
    assert.deepEqual([summary.model_id, summary.provider], ['sim', 'simulated']);
    assert.deepEqual(await shapeOf(runsTree), [['Sim', 'first']]);
  });

  it('finds a saved endpoint by its name, and takes the rest from a plan', async () => {
    const { endpoints, runsTree } = await access();
    await endpoints.add({ ...simulated('fast'), name: 'My model' });
    const plan = { name: 'planned', clients: 1, requests: 9, maxTokens: 20 };
    const outcome = await run({ endpoint: 'My model', plan, requests: 2 });
    assert.equal(outcome.totalRequests, 2);
    assert.deepEqual(await shapeOf(runsTree), [['My model', 'planned']]);
  });

  it('runs a plan file, whose relative paths start at its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llmeter-plan-'));
    const file = vscode.Uri.file(join(folder, 'llmeter.yaml'));
    const plan = [
      'name: from-file',
      'endpoint: { kind: openai-chat, provider: simulated, model: sim, baseUrl: "simulated:fast" }',
      'requests: 2',
      'output: results',
    ];
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(plan.join('\n')));
    const outcome = await run({ plan: file.fsPath });
    assert.equal(outcome.folder, join(folder, 'results', 'from-file'));
    const { runsTree } = await access();
    assert.deepEqual(await shapeOf(runsTree), [['sim', 'from-file']]);
    rmSync(folder, { recursive: true });
    assert.deepEqual(await shapeOf(runsTree), []);
  });

  it('refuses a plan with a sentence, and leaves no panel and no folder', async () => {
    const { measurements } = await access();
    const mistake = { plan: { clientz: 3 }, endpoint: simulated('fast') };
    await assert.rejects(run(mistake), /clientz/);
    await assert.rejects(run({ endpoint: 'nobody' }), /There is no endpoint “nobody”/);
    await assert.rejects(run({ plan: '/not/there.yaml' }), /cannot be opened/);
    assert.deepEqual(measurements.active(), []);
    assert.deepEqual(existsSync(output) ? readdirSync(output) : [], []);
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });

  it('shows a run in progress on top of the tree, and keeps what was measured when it is stopped', async () => {
    const { measurements, runsTree, runsView } = await access();
    const { id, runId } = await vscode.commands.executeCommand<StartedIds>('llmeter.run.start', {
      endpoint: simulated('fast'),
      name: 'stopped',
      clients: 2,
      duration: '10m',
      waitForEnd: false,
    } satisfies RunArguments);
    assert.equal(runId, id, 'the earlier name of the id');
    await eventually(measurements.onDidChange, ({ snapshot }) => (snapshot?.progress.done ?? 0) >= 4);
    const [first] = await runsTree.getChildren();
    assert.deepEqual([first?.id, first?.contextValue], [`live:${id}`, 'liveRun']);
    assert.deepEqual(runsView.badge, { value: 1, tooltip: '1 benchmark in progress' });
    const ended = endOf<'run'>(measurements, id);
    await vscode.commands.executeCommand('llmeter.run.stop', id);
    const outcome = await ended;
    assert.equal(outcome.state, 'partial');
    assert.ok(outcome.totalRequests >= 4);
    const lines = readFileSync(join(outcome.folder, 'responses.jsonl'), 'utf8').trim().split('\n');
    assert.ok(lines.length >= 4);
    assert.equal(runsView.badge, undefined);
    assert.deepEqual(await shapeOf(runsTree), [['Sim', 'stopped']]);
  });

  it('continues when its panel is closed', async () => {
    const { measurements } = await access();
    const outcome = run({ endpoint: simulated('fast'), name: 'closed', requests: 5 });
    await eventually(measurements.onDidChange, ({ state }) => state === 'running');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal((await outcome).totalRequests, 5);
  });

  it('deletes a run', async () => {
    const { runsTree } = await access();
    const kept = await run({ endpoint: simulated('fast'), name: 'kept', requests: 1, showPanel: false });
    const gone = await run({ endpoint: simulated('fast'), name: 'gone', requests: 1, showPanel: false });
    await vscode.commands.executeCommand('llmeter.run.delete', { folder: gone.folder, permanently: true });
    assert.equal(existsSync(gone.folder), false);
    assert.deepEqual(await shapeOf(runsTree), [['Sim', basename(kept.folder)]]);
  });

  it('writes the key neither to the run folder nor into the outcome', async () => {
    const { endpoints } = await access();
    const endpoint = await endpoints.add({
      kind: 'openai-chat',
      model: 'm',
      baseUrl: 'http://127.0.0.1:9/v1',
    });
    await endpoints.setKey(endpoint, { apiKey: 'sk-canary-1234567890' });
    const outcome = await run({ endpoint: endpoint.id, name: 'canary', requests: 1 });
    assert.equal(outcome.failedRequests, 1);
    for (const name of readdirSync(outcome.folder)) {
      assert.doesNotMatch(readFileSync(join(outcome.folder, name), 'utf8'), /canary-1234/, name);
    }
    assert.doesNotMatch(JSON.stringify(outcome), /canary-1234/);
  });
});

describe('a saved run', () => {
  it('opens in one panel, however often it is opened, and as a custom editor', async () => {
    const { folder } = await run({ endpoint: simulated('fast'), requests: 1, showPanel: false });
    await vscode.commands.executeCommand('llmeter.run.open', folder);
    await vscode.commands.executeCommand('llmeter.run.open', folder);
    const summary = vscode.Uri.file(join(folder, 'summary.json'));
    await vscode.commands.executeCommand('vscode.openWith', summary, 'llmeter.summary');
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    assert.deepEqual(
      tabs.map(({ input }) =>
        input instanceof vscode.TabInputWebview
          ? `webview ${input.viewType.replace(/^mainThreadWebview-/, '')}`
          : input instanceof vscode.TabInputCustom && `editor ${input.viewType}`,
      ),
      ['webview llmeter.run', 'editor llmeter.summary'],
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
