import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { endpointConfigSchema } from '../../src/endpoints/kinds.ts';
import type { StartedIds } from '../../src/extension/commands/measureCommand.ts';
import type {
  AbArguments,
  CompareArguments,
  HeatmapArguments,
  LoadTestArguments,
  RecipeArguments,
  RunArguments,
} from '../../src/extension/measurements/arguments.ts';
import type { MeasurementRequest } from '../../src/extension/measurements/measurementRequest.ts';
import type { ExperimentContent, ExportData } from '../../src/protocol/experiments.ts';
import type { OutcomeOf } from '../../src/protocol/measurement.ts';
import type { RunOutcome } from '../../src/protocol/run.ts';
import { access, endOf, eventually, shapeOf, withoutEndpoints } from './access.ts';

const simulated = (name: string, scenario = 'fast') =>
  ({
    kind: 'openai-chat',
    provider: 'simulated',
    model: 'sim',
    name,
    baseUrl: `simulated:${scenario}`,
  }) as const;
const execute = async <T>(command: string, args: object) => vscode.commands.executeCommand<T>(command, args);
const run = (args: RunArguments) => execute<RunOutcome>('llmeter.run.start', args);
const loadTest = (args: LoadTestArguments) =>
  execute<OutcomeOf<'load-test'>>('llmeter.experiment.loadTest', args);
const ab = (args: AbArguments) => execute<OutcomeOf<'ab'>>('llmeter.experiment.ab', args);
const heatmap = async (args: HeatmapArguments) =>
  execute<OutcomeOf<'heatmap'>>('llmeter.experiment.heatmap', args);
const recipe = async (args: RecipeArguments) => execute<OutcomeOf<'ab'>>('llmeter.experiment.recipe', args);
const compare = (args: CompareArguments) => execute<ExperimentContent>('llmeter.experiment.compare', args);
const remove = (folder: string) => execute('llmeter.run.delete', { folder, permanently: true });

/** The open editors, by kind and title. */
const tabs = () =>
  vscode.window.tabGroups.all.flatMap(group =>
    group.tabs.map(({ label, input }) => {
      if (input instanceof vscode.TabInputWebview) return `panel ${label}`;
      return input instanceof vscode.TabInputCustom ? `editor ${input.viewType} ${label}` : label;
    }),
  );

/** VS Code reports changes of its tabs to extensions with some delay. */
async function tabsBecome(expected: string[]): Promise<void> {
  if (tabs().join() === expected.join()) return;
  await eventually(vscode.window.tabGroups.onDidChangeTabs, () => tabs().join() === expected.join());
}

describe('experiments', () => {
  let output: string;

  beforeEach(async () => {
    const { roots } = await withoutEndpoints();
    output = roots.usual();
    for (const name of existsSync(output) ? readdirSync(output) : []) {
      rmSync(join(output, name), { recursive: true });
    }
  });
  afterEach(async () => {
    const { measurements } = await access();
    await measurements.stopAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('Run Load Test', () => {
    const test = { endpoint: simulated('Sim'), name: 'scale', levels: [1, 2, 4], requests: 2 } as const;

    it('runs each level, shows the levels inside the test, and names the panel after it', async () => {
      const { runsTree } = await access();
      const outcome = await loadTest({ ...test, levels: [...test.levels] });
      assert.deepEqual(
        [outcome.state, outcome.name, outcome.folder, outcome.message],
        ['saved', 'scale', join(output, 'scale'), null],
      );
      assert.deepEqual(await shapeOf(runsTree), [
        ['Sim', ['scale', '00001-clients', '00002-clients', '00004-clients']],
      ]);
      const [group] = await runsTree.getChildren();
      const [node] = await runsTree.getChildren(group);
      assert.ok(node);
      const item = runsTree.resolveTreeItem(await runsTree.getTreeItem(node), node);
      assert.deepEqual(
        [item.description, item.contextValue, item.accessibilityInformation?.label],
        ['Load test · 3 levels', 'experiment loadTest', 'scale, Load test, complete, Load test · 3 levels'],
      );
      assert.ok(item.tooltip instanceof vscode.MarkdownString);
      assert.match(item.tooltip.value.replaceAll('&nbsp;', ' '), /^\*\*Requests\*\* 32, failed 0$/m);
      await tabsBecome(['panel scale']);
    });

    it('is refused with a sentence, and leaves no panel and no folder', async () => {
      const { measurements } = await access();
      await assert.rejects(loadTest({ ...test, levels: [] }), /at least one level/);
      await assert.rejects(loadTest({ ...test, levels: [1.5] }), /`levels` must be a list of whole numbers/);
      await assert.rejects(loadTest({ ...test, levels: [1], endpoint: 'nobody' }), /no endpoint “nobody”/);
      const refused = loadTest({ ...test, levels: [1, 1] });
      await assert.rejects(refused, /listed twice/);
      assert.deepEqual([measurements.active(), tabs()], [[], []]);
      assert.deepEqual(existsSync(output) ? readdirSync(output) : [], []);
    });

    it('is estimated level by level, A/B tests and heatmaps run by run, and nothing is sent', async () => {
      const { measurements, roots } = await access();
      const config = simulated('Sim');
      const endpoint = { id: 'sim', config: endpointConfigSchema.parse(config) };
      const shared = {
        endpoint,
        place: { folders: [], chosen: [''] },
        plan: {
          endpoint: config,
          prompt: 'hi',
          maxTokens: 8,
          clients: 1,
          requests: 1,
          cost: { prices: { input: 3, output: 15 } },
        },
      };
      const common = { title: 'T', recipe: null, baseFolder: roots.baseFolder() };
      const side = (name: string) => ({ ...shared, name, baseFolder: roots.baseFolder() });
      const estimated = async (request: MeasurementRequest) =>
        (await measurements.estimate(request)).map(({ name, estimate }) => [
          name,
          estimate?.requests,
          estimate?.total?.likely !== null,
        ]);
      const lengths = {
        source: null,
        inputLengths: [10],
        outputLengths: [5, 9],
        requestsPerCombination: 3,
      };
      assert.deepEqual(
        [
          await estimated({ ...common, ...shared, kind: 'load-test', settings: { levels: [1, 20] } }),
          await estimated({ ...common, kind: 'ab', sides: [side('a'), side('b')], settings: {} }),
          (await estimated({ ...common, ...shared, kind: 'heatmap', settings: lengths })).map(found =>
            found.slice(1),
          ),
        ],
        [
          [
            ['1 client', 10, true],
            ['20 clients', 20, true],
          ],
          [
            ['a', 1, true],
            ['b', 1, true],
          ],
          [[6, true]],
        ],
      );
      assert.deepEqual(existsSync(output) ? readdirSync(output) : [], []);
    });

    it('shows its levels in progress, and keeps what was measured when it is stopped', async () => {
      const { measurements, runsTree, runsView } = await access();
      const { requests: _requests, ...timed } = test;
      const { id, runId } = await execute<StartedIds>('llmeter.experiment.loadTest', {
        ...timed,
        levels: [2, 3],
        duration: '10m',
        waitForEnd: false,
      });
      assert.equal(runId, id, 'the earlier name of the id');
      await eventually(measurements.onDidChange, ({ snapshot }) => (snapshot?.progress.done ?? 0) >= 4);
      const [first] = await runsTree.getChildren();
      assert.ok(first);
      assert.deepEqual([first.id, first.contextValue], [`live:${id}`, 'liveExperiment']);
      const steps = await runsTree.getChildren(first);
      assert.deepEqual(
        steps.map(({ label, contextValue }) => [label, contextValue]),
        [
          ['2 clients', 'liveStep'],
          ['3 clients', 'liveStep'],
        ],
      );
      assert.match(String(steps[0]?.description), /^\d+ requests, .* left/);
      assert.equal(steps[1]?.description, 'waiting');
      assert.equal((await shapeOf(runsTree)).length, 1, 'what is in progress is shown once');
      assert.deepEqual(runsView.badge, { value: 1, tooltip: '1 benchmark in progress' });

      const ended = endOf(measurements, id);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('llmeter.run.stop', id);
      const outcome = await ended;
      assert.equal(outcome.state, 'partial');
      assert.equal(runsView.badge, undefined);
      assert.deepEqual(await shapeOf(runsTree), [['Sim', ['scale', '00002-clients']]]);
      const content = await compare({ folders: [outcome.folder] });
      assert.ok(content.kind === 'load-tests');
      assert.ok((content.tests[0]?.levels[0]?.requests ?? 0) >= 4);
    });
  });

  describe('Run A/B Test', () => {
    const sides = [{ endpoint: simulated('Slow', 'steady') }, { endpoint: simulated('Quick') }];

    it('interleaves the endpoints, says which is better, and shows both sides inside', async () => {
      const { runsTree } = await access();
      const outcome = await ab({ sides, name: 'pair', clients: 4, requests: 5, decidingMetric: 'ttft' });
      assert.deepEqual([outcome.state, outcome.folder], ['saved', join(output, 'pair')]);
      assert.deepEqual(await shapeOf(runsTree), [['Several Endpoints', ['pair', 'Slow', 'Quick']]]);
      const content = await compare({ folders: [outcome.folder], showPanel: false });
      assert.ok(content.kind === 'runs');
      const [pair] = content.comparison.pairs;
      assert.deepEqual([pair?.decidingMetric, pair?.baseline, pair?.candidate], ['ttft', 'Slow', 'Quick']);
      assert.equal(pair?.metrics.find(({ key }) => key === 'ttft')?.verdict, 'better');
    });

    it('needs two sides', async () => {
      await assert.rejects(ab({ sides: sides.slice(0, 1) }), /at least two `sides`/);
    });
  });

  describe('Run Latency Heatmap', () => {
    it('sends every combination, and shows them as a heatmap', async () => {
      const { runsTree } = await access();
      const outcome = await heatmap({
        endpoint: simulated('Sim', 'talkative'),
        name: 'map',
        clients: 4,
        inputLengths: [20, 200],
        outputLengths: [5, 10],
        requestsPerCombination: 2,
      });
      assert.deepEqual([outcome.state, outcome.folder], ['saved', join(output, 'map')]);
      assert.deepEqual(await shapeOf(runsTree), [['Sim', ['map', 'map']]]);
      const content = await compare({ folders: [outcome.folder], showPanel: false });
      assert.ok(content.kind === 'heatmaps');
      assert.deepEqual(
        content.heatmaps[0]?.achieved.map(({ askedInput, askedOutput, requests, failed }) => [
          askedInput,
          askedOutput,
          requests,
          failed,
        ]),
        [
          [20, 5, 2, 0],
          [20, 10, 2, 0],
          [200, 5, 2, 0],
          [200, 10, 2, 0],
        ],
      );
      await tabsBecome(['panel map']);
    });

    it('refuses lengths that are not valid', async () => {
      const lengths = { inputLengths: [], outputLengths: [5] };
      await assert.rejects(heatmap({ endpoint: simulated('Sim'), ...lengths }), /at least one input length/);
    });
  });

  describe('Run Recipe', () => {
    it('answers its question in sentences', async () => {
      const { runsTree } = await access();
      const outcome = await recipe({
        recipe: 'ttft',
        endpoints: [simulated('Slow', 'steady'), simulated('Quick')],
        name: 'who',
        clients: 3,
        requests: 4,
        warmup: 0,
      });
      assert.equal(outcome.state, 'saved');
      assert.deepEqual(await shapeOf(runsTree), [['Several Endpoints', ['who', 'Slow', 'Quick']]]);
      const content = await compare({ folders: [outcome.folder], showPanel: false });
      assert.ok(content.kind === 'runs');
      assert.equal(content.recipe, 'Time to first token');
      assert.match(content.findings.join(' '), /Quick/);
    });

    it('says which recipes there are, and how many endpoints one needs', async () => {
      const wrong = { recipe: 'nothing' as never, endpoints: [] };
      await assert.rejects(recipe(wrong), /no recipe “nothing”\. The recipes are ttft, tpot/);
      await assert.rejects(
        recipe({ recipe: 'ttft', endpoints: [simulated('Sim')] }),
        /needs 2 in `endpoints`: Endpoint A, Endpoint B/,
      );
    });
  });

  describe('Compare Runs', () => {
    it('shows runs side by side in one panel, however often they are compared', async () => {
      const names = ['before', 'after'];
      const folders: string[] = [];
      for (const name of names) {
        const outcome = await run({
          endpoint: simulated('Sim'),
          name,
          clients: 2,
          requests: 5,
          showPanel: false,
        });
        folders.push(outcome.folder);
      }
      const content = await compare({ folders });
      assert.ok(content.kind === 'runs');
      assert.deepEqual(
        content.comparison.runs.map(({ name }) => name),
        names,
      );
      await compare({ folders });
      await tabsBecome(['panel before vs. after']);
    });

    it('refuses to mix kinds with a message, and opens nothing', async () => {
      const single = await run({ endpoint: simulated('Sim'), name: 'one', requests: 1, showPanel: false });
      const test = await loadTest({
        endpoint: simulated('Sim'),
        name: 'two',
        levels: [1],
        requests: 1,
        showPanel: false,
      });
      await assert.rejects(
        compare({ folders: [single.folder, test.folder] }),
        /Runs and load tests cannot be compared with each other/,
      );
      assert.deepEqual(tabs(), []);
    });
  });

  describe('a saved experiment', () => {
    const small = { endpoint: simulated('Sim'), levels: [1, 2], requests: 1, showPanel: false };

    it('opens in one panel, however often it is opened, and by its file', async () => {
      const { folder } = await loadTest({ ...small, name: 'saved' });
      await vscode.commands.executeCommand('llmeter.experiment.open', folder);
      await vscode.commands.executeCommand('llmeter.experiment.open', folder);
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, 'experiment.json')));
      await tabsBecome(['panel saved', 'editor llmeter.experimentFile experiment.json']);
    });

    it('is deleted with its runs, and their panels are closed', async () => {
      const { runsTree } = await access();
      const kept = await loadTest({ ...small, name: 'kept' });
      const gone = await loadTest({ ...small, name: 'gone' });
      await vscode.commands.executeCommand('llmeter.experiment.open', kept.folder);
      await vscode.commands.executeCommand('llmeter.experiment.open', gone.folder);
      await vscode.commands.executeCommand('llmeter.run.open', join(gone.folder, '00002-clients'));
      await tabsBecome(['panel kept', 'panel gone', 'panel 00002-clients']);
      await remove(gone.folder);
      assert.deepEqual(await shapeOf(runsTree), [['Sim', ['kept', '00001-clients', '00002-clients']]]);
      await tabsBecome(['panel kept']);
      assert.deepEqual(readdirSync(output), ['kept']);
    });

    it('is exported as a page and as data, to the given paths', async () => {
      const { folder } = await loadTest({ ...small, name: 'exported' });
      const page = join(output, '..', 'report.html');
      await execute('llmeter.export.report', { folders: [folder], file: page });
      assert.match(readFileSync(page, 'utf8'), /<!doctype html>[\s\S]*exported/i);
      const table = join(output, '..', 'responses.csv');
      const data = { folders: [folder], format: 'csv', path: table } satisfies ExportData;
      assert.deepEqual(await execute<string[]>('llmeter.export.data', data), [table]);
      const [head = '', ...lines] = readFileSync(table, 'utf8').trim().split('\n');
      assert.match(head, /,ttft_s,/);
      assert.equal(lines.filter(text => /^\S*\d{5}-clients,/.test(text)).length, 20);
      assert.deepEqual(readdirSync(folder).sort(), ['00001-clients', '00002-clients', 'experiment.json']);
    });

    it('copies its path, and the paths of all selected lines', async () => {
      const { runsTree } = await access();
      const { folder } = await loadTest({ ...small, name: 'copied' });
      const single = await run({ endpoint: simulated('Sim'), name: 'one', requests: 1, showPanel: false });
      const [group] = await runsTree.getChildren();
      const nodes = await runsTree.getChildren(group);
      assert.deepEqual(
        nodes.map(({ label }) => label),
        ['one', 'copied'],
      );
      await vscode.commands.executeCommand('llmeter.run.copyPath', nodes[0], nodes);
      assert.equal(await vscode.env.clipboard.readText(), [single.folder, folder].join('\n'));
    });
  });

  describe('two measurements at once', () => {
    it('would distort each other, so the second waits for the first', async () => {
      const { measurements } = await access();
      const together: number[] = [];
      const listening = measurements.onDidChange(() => together.push(measurements.active().length));
      const first = loadTest({
        endpoint: simulated('Sim'),
        name: 'first',
        levels: [1, 2],
        requests: 3,
        showPanel: false,
      });
      await eventually(measurements.onDidChange, ({ snapshot }) => snapshot?.state === 'running');
      const second = run({ endpoint: simulated('Sim'), name: 'second', requests: 1, showPanel: false });
      assert.deepEqual(
        (await Promise.all([first, second])).map(({ state }) => state),
        ['saved', 'saved'],
      );
      listening.dispose();
      assert.equal(Math.max(...together), 1);
    });

    it('run together if the caller asks for it', async () => {
      const { measurements } = await access();
      const started = (name: string) =>
        execute<StartedIds>('llmeter.run.start', {
          endpoint: simulated('Sim'),
          name,
          duration: '10m',
          showPanel: false,
          waitForEnd: false,
          whenBusy: 'together',
        });
      await started('one');
      await started('other');
      assert.equal(measurements.active().length, 2);
    });
  });

  it('do not write the key to their folders', async () => {
    const { endpoints } = await access();
    const config = { kind: 'openai-chat', model: 'm', name: 'Keyed', baseUrl: 'http://127.0.0.1:9/v1' };
    const endpoint = await endpoints.add(config);
    await endpoints.setKey(endpoint, { apiKey: 'sk-canary-1234567890' });
    const outcome = await ab({
      sides: [{ endpoint: endpoint.id }, { endpoint: simulated('Sim') }],
      name: 'canary',
      requests: 1,
    });
    const files = readdirSync(outcome.folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter(entry => entry.isFile())) {
      const text = readFileSync(join(file.parentPath, file.name), 'utf8');
      assert.doesNotMatch(text, /canary-1234/, file.name);
    }
    assert.doesNotMatch(JSON.stringify(outcome), /canary-1234/);
  });
});
