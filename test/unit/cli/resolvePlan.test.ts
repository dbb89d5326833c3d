import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePlan } from '../../../src/cli/plan/resolvePlan.ts';

describe('resolving a plan', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmeter-resolve-'));
  });

  async function planFile(text: string): Promise<string> {
    await writeFile(join(folder, 'plan.yaml'), text);
    return 'plan.yaml';
  }

  it('uses OpenAI chat completions unless another kind is named', async () => {
    const { plan, checked } = await resolvePlan(undefined, { model: 'm' }, folder);
    assert.deepEqual(plan, { endpoint: { kind: 'openai-chat', model: 'm' } });
    assert.equal(checked.endpoint.kind, 'openai-chat');
    const { checked: other } = await resolvePlan(
      undefined,
      { model: 'm', endpoint: 'anthropic-messages' },
      folder,
    );
    assert.equal(other.endpoint.kind, 'anthropic-messages');
  });

  it('needs no model for the built-in simulator', async () => {
    const { plan } = await resolvePlan(undefined, { baseUrl: 'simulated:steady' }, folder);
    assert.deepEqual(plan['endpoint'], {
      kind: 'openai-chat',
      model: 'simulated-model',
      baseUrl: 'simulated:steady',
    });
  });

  it('applies flags to the demo plan', async () => {
    const { checked, defaultOutput } = await resolvePlan(undefined, { demo: true, clients: 3 }, folder);
    assert.deepEqual(
      {
        baseUrl: checked.endpoint.baseUrl,
        clients: checked.clients,
        requests: checked.requests,
        defaultOutput,
      },
      { baseUrl: 'simulated:', clients: 3, requests: 20, defaultOutput: join(folder, 'llmeter-runs') },
    );
  });

  it('reports what is missing without a plan file', async () => {
    await assert.rejects(resolvePlan(undefined, { prompt: ['hi'] }, folder), {
      name: 'UserError',
      message: 'Name the model with --model, or give a plan file. "llmeter run --demo" needs neither.',
    });
  });

  it('rejects a plan file together with --demo', async () => {
    await assert.rejects(resolvePlan('p.yaml', { demo: true }, folder), {
      name: 'UserError',
      message: 'Give either a plan file or --demo, not both.',
    });
  });

  it('names the line when two keys contradict each other', async () => {
    const file = await planFile('endpoint:\n  kind: openai-chat\n  model: m\nrequests: 3\nduration: 3s\n');
    await assert.rejects(resolvePlan(file, {}, folder), {
      message: 'plan.yaml, line 5: Give either "requests" or "duration", not both.',
    });
  });

  it('names the file, the line and the nearest key for an error in a plan file', async () => {
    const file = await planFile('endpoint:\n  kind: openai-chat\n  model: m\n  baseURL: x\nclinets: 4\n');
    await assert.rejects(resolvePlan(file, {}, folder), {
      name: 'UserError',
      message:
        'plan.yaml, line 4 and 5: Unknown key "baseURL" in "endpoint". Did you mean "baseUrl"? Unknown key "clinets". Did you mean "clients"?',
    });
    await assert.rejects(resolvePlan(await planFile('endpoint:\n  model: m\nclients: many\n'), {}, folder), {
      name: 'UserError',
      message:
        'plan.yaml, line 3: "clients" must be a number, not "many": Number of concurrent clients. Each waits for an answer before it sends its next request.',
    });
  });
});
