import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { endpointKinds } from '../../src/endpoints/kinds.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { answer as answerIn } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

/** The editor's own models need an extension that provides some; test/host has one. */
const kinds = endpointKinds.filter(({ id }) => id !== 'vscode-lm');

describe('an endpoint of every kind in a real VS Code', () => {
  const vscode = useVscode();
  let server: Simulator;

  before(async () => {
    server = await startSimulator({ scenario: 'fast' });
    await vscode().page.getByRole('tab', { name: 'LLMeter' }).click();
  });
  after(() => server.close());

  const answer = (question: string | RegExp, text?: string) => answerIn(vscode(), question, text);
  const line = (name: RegExp): Locator => vscode().page.getByRole('treeitem', { name });

  for (const { id, label, presets, awsProviders } of kinds) {
    it(`${id}: is added, tested and run`, async () => {
      const model = `model-of-${id}`;
      const local = presets.find(({ baseUrl }) => baseUrl.startsWith('http://localhost'));
      const path = new URL(local?.baseUrl ?? 'http://localhost').pathname.replace(/\/$/, '');
      await vscode().runCommand('LLMeter: Add Endpoint');
      await answer('Where does the model run?', `${label} · http://localhost`);
      await answer('Address of the API', `${server.url}${path}`);
      if (awsProviders !== undefined && local !== undefined && awsProviders[local.provider] !== undefined) {
        await answer('Which API key', 'Enter AWS Access Keys');
        await answer('AWS access key ID', 'AKIAEXAMPLE');
        await answer('AWS secret access key', 'not-a-real-secret');
        await answer('AWS session token');
      } else {
        await answer('Which API key', local?.apiKeyEnv == null ? 'No Key' : 'Enter a Key');
        if (local?.apiKeyEnv != null) await answer(/^API key/, 'sk-test');
      }
      await answer('Which model?', model);
      const endpoint = line(new RegExp(`^${model}, ${model} at `));
      await endpoint.hover();
      await endpoint.getByRole('button', { name: 'Run Benchmark' }).click();
      await answer('Which prompt');
      await answer('How much load', '2 x 3');
      await line(new RegExp(`^${model}, 1 saved`)).waitFor();
      assert.equal(await line(/complete with failures|, failed, |, partial, /).count(), 0);
    });
  }
});
