import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunOutcome } from '../../src/protocol/run.ts';
import { access } from './access.ts';

async function withSettings(values: Record<string, unknown>, check: () => Promise<void> | void) {
  const settings = vscode.workspace.getConfiguration();
  const write = async (key: string, value: unknown) =>
    settings.update(key, value, vscode.ConfigurationTarget.Global);
  for (const [key, value] of Object.entries(values)) await write(key, value);
  try {
    await check();
  } finally {
    for (const key of Object.keys(values)) await write(key, undefined);
  }
}

describe('settings', () => {
  it('pass the proxy to the engine, unless proxies are switched off', async () => {
    const { network } = await access();
    const proxy = 'http://proxy.example:3128';
    await withSettings({ 'http.proxy': proxy }, () => assert.equal(network().proxy, proxy));
    await withSettings({ 'http.proxy': proxy, 'http.proxySupport': 'off' }, () =>
      assert.equal(network().proxy, undefined),
    );
    assert.equal(network().proxy, undefined);
  });

  it('pass no system certificates to the engine when that is switched off', async () => {
    const { network } = await access();
    await withSettings({ 'http.systemCertificates': false }, () =>
      assert.equal(network().certificates, undefined),
    );
  });

  it('change the folder of new runs, and a value of the wrong type is ignored', async () => {
    const { roots } = await access();
    const usual = roots.usual();
    assert.match(usual, /[\\/]workspace[\\/]llmeter-runs$/);
    await withSettings({ 'llmeter.output': 'bench/runs' }, () => {
      assert.match(roots.usual(), /[\\/]workspace[\\/]bench[\\/]runs$/);
      assert.deepEqual(roots.all().slice(0, 1), [roots.usual()]);
    });
    await withSettings({ 'llmeter.output': '/elsewhere' }, () => assert.equal(roots.usual(), '/elsewhere'));
    await withSettings({ 'llmeter.output': 7 }, () => assert.equal(roots.usual(), usual));
  });

  it('pass the price table to runs, with a path relative to the workspace folder', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'my.llmeter-prices.json');
    const prices = [{ model: 'si*', input: 3, output: 15, asOf: '2026-11-01' }];
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify({ prices })));
    const run = async (name: string) =>
      vscode.commands.executeCommand<RunOutcome>('llmeter.run.start', {
        endpoint: { kind: 'openai-chat', model: 'sim', baseUrl: 'simulated:fast' },
        name,
        requests: 2,
      });
    try {
      await withSettings({ 'llmeter.prices': 'my.llmeter-prices.json' }, async () => {
        const { cost, stats } = await run('priced');
        assert.equal(cost?.price?.from, file.fsPath);
        assert.equal(cost?.total, stats['cost_total']);
      });
      assert.equal((await run('unpriced')).cost, null);
      await withSettings({ 'llmeter.prices': 'gone.yaml' }, () =>
        assert.rejects(run('refused'), /Cannot read .*gone\.yaml.*Change the setting "llmeter\.prices"\./),
      );
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });
});
