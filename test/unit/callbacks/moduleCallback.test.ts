import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { moduleCallback } from '../../../src/measure/callbacks/module/moduleCallback.ts';
import type { HookLimits } from '../../../src/measure/callbacks/module/moduleThread.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { prompts, type ScriptedRunOptions, scriptedRun } from '../measure/support/scriptedRun.ts';

const baseFolder = join(projectRoot, 'test/fixtures/callbacks');

interface Tried {
  printed?: string[];
  limits?: HookLimits;
  config?: ScriptedRunOptions['config'];
}

/** A run of three requests with a module. Its hooks take real time; the answers take none. */
async function runWith(module: string, options?: JsonObject, { printed = [], limits, config }: Tried = {}) {
  const callback = await moduleCallback(module, options, {
    baseFolder,
    onOutput: line => printed.push(line),
    ...(limits && { limits }),
  });
  const script = () => ({ texts: ['Hello'], at: [0], end: 0, usage: { inputTokens: 3, outputTokens: 2 } });
  const run = scriptedRun({ config: { requests: 3, ...config }, callbacks: [callback], script });
  const over = { is: false };
  const result = run.runner.run().finally(() => {
    over.is = true;
  });
  result.catch(() => {});
  while (!over.is) {
    await new Promise(resolve => setImmediate(resolve));
    while (run.clock.waiting) run.clock.next();
  }
  return { ...run, result: await result };
}

const deed = (hook: string, deed: string, at = 1) => ({ when: { [hook]: { deed, at } } });
const briefly: HookLimits = { load: 30_000, hook: 1500, silence: 1000 };
const errorsOf = ({ files }: Awaited<ReturnType<typeof runWith>>) =>
  files.responses.map(({ error }) => error);
const told = ({ result }: Awaited<ReturnType<typeof runWith>>) =>
  result.diagnostics.filter(({ id }) => id === 'callbacks').map(({ message }) => message);

describe('a module as a callback', () => {
  it('has its hooks called in the run’s order with copies; its edits and contributions take effect', async () => {
    const payloads = prompts('a');
    const { endpoint, files, result, runner } = await runWith('everything.mjs', undefined, {
      config: { clients: 2, warmup: 1, payloads },
    });
    const places = endpoint.calls.map(({ payload }) => (payload['metadata'] as { place: string }).place);
    assert.deepEqual(places.sort(), [
      'measure 0 0',
      'measure 0 1',
      'measure 1 0',
      'measure 1 1',
      'warmup 0 0',
      'warmup 1 0',
    ]);
    assert.deepEqual(Object.keys(endpoint.calls[0]?.payload ?? {}), ['prompt', 'user', 'metadata']);
    assert.deepEqual(payloads, prompts('a'));
    assert.equal(runner.config.name, 'r1');
    assert.deepEqual(
      files.responses.map(response => response.num_tokens_output),
      [1000, 1000, 1000, 1000],
    );
    const { hooks_before, hooks_after, seen_before, responses } = result.stats;
    assert.deepEqual(
      { hooks_before, hooks_after, seen_before, responses },
      { hooks_before: 6, hooks_after: 4, seen_before: 6, responses: 4 },
    );
    assert.deepEqual(files.finished?.result.stats, result.stats);
  });

  it('keeps raw bytes as bytes', async () => {
    const image = Uint8Array.of(1, 2, 3);
    const { endpoint } = await runWith('everything.mjs', undefined, { config: { payloads: [{ image }] } });
    assert.deepEqual(endpoint.calls[0]?.payload['image'], image);
  });

  it('forwards what it prints, line by line', async () => {
    const printed: string[] = [];
    await runWith('scripted.mjs', deed('beforeInvoke', 'print'), { printed });
    assert.deepEqual(printed, ['line one', 'line two']);
  });

  it('fails only the call in which it threw', async () => {
    const before = await runWith('scripted.mjs', deed('beforeInvoke', 'throw', 2));
    assert.deepEqual(errorsOf(before), [
      null,
      'Callback "scripted.mjs" failed before the request: not today',
      null,
    ]);
    const after = await runWith('scripted.mjs', deed('afterInvoke', 'throw', 2));
    assert.deepEqual(errorsOf(after), [null, null, null]);
    assert.deepEqual(told(after), ['A callback failed: scripted.mjs: not today.']);
    const end = await runWith('scripted.mjs', deed('afterRun', 'throw'));
    assert.deepEqual(told(end), ['A callback failed: scripted.mjs: not today.']);
    await assert.rejects(runWith('scripted.mjs', deed('beforeRun', 'throw')), /not today/);
  });

  it('is abandoned if it hangs; other calls continue in the same thread', async () => {
    const run = await runWith('scripted.mjs', deed('beforeInvoke', 'hang', 2), { limits: briefly });
    const failed = 'Callback "scripted.mjs" failed before the request';
    assert.deepEqual(errorsOf(run), [
      null,
      `${failed}: beforeInvoke took longer than 1.5 s and was abandoned`,
      null,
    ]);
    assert.equal(run.result.stats['beforeInvoke'], 3);
  });

  for (const [what, words] of [
    ['block', 'beforeInvoke blocked its thread for more than 1.5 s and was terminated'],
    ['exit', 'its thread exited.'],
    ['crash', 'its thread crashed: from nowhere'],
  ] as const) {
    it(`starts again after its thread ended (${what})`, async () => {
      const run = await runWith('scripted.mjs', deed('beforeInvoke', what, 2), { limits: briefly });
      const failed = 'Callback "scripted.mjs" failed before the request';
      assert.deepEqual(errorsOf(run), [null, `${failed}: ${words}`, null]);
      assert.equal(run.result.stats['beforeInvoke'], 1, 'what it counted before is gone');
    });
  }

  it('may only return what can be sent and written', async () => {
    const refused = async (hook: string, edit: string) => {
      const run = await runWith('scripted.mjs', { edit: { [hook]: edit } });
      return [...new Set([...errorsOf(run), ...told(run)].filter(text => text !== null))].join('; ');
    };
    const before = 'Callback "scripted.mjs" failed before the request: ';
    assert.equal(
      await refused('beforeInvoke', '({ messages: [{ at: new Date(0) }] })'),
      `${before}payload.messages.0.at is a Date, which JSON cannot represent`,
    );
    assert.equal(
      await refused('beforeInvoke', '({ temperature: NaN })'),
      `${before}payload.temperature is NaN, which JSON cannot represent`,
    );
    assert.match(await refused('beforeInvoke', '({ tool: () => {} })'), /could not be cloned/);
    const after = 'Callbacks failed 3 times; the first error: scripted.mjs: ';
    assert.equal(
      await refused('afterInvoke', '({ num_tokens_output: "many" })'),
      `${after}"num_tokens_output" must be a number, not "many".`,
    );
    assert.match(await refused('afterInvoke', '({ cost: 1 })'), /Unknown key "cost"/);
    for (const [edit, message] of [
      ['({ clients: 0 })', /"clients" must be greater than 0, not 0/],
      ['({ payloads: [] })', /"payloads"/],
      ['({ payloads: [7] })', /payloads\.0 must be an object/],
      ['({ duration: 5 })', /must be null/],
    ] as const) {
      await assert.rejects(runWith('scripted.mjs', { edit: { beforeRun: edit } }), message);
    }
  });

  it('contributes only numbers', async () => {
    const run = await runWith('scripted.mjs', { contribute: { good: 1, bad: 'many' } });
    assert.deepEqual(told(run), [
      'A callback failed: scripted.mjs: Statistic "bad" must be a number, not "many".',
    ]);
    assert.equal('good' in run.result.stats, false);
  });

  it('is refused with the reason if it cannot be used', async () => {
    const open = (path: string) => moduleCallback(path, undefined, { baseFolder, onOutput: () => {} });
    await assert.rejects(open('nowhere.mjs'), /The callback nowhere\.mjs cannot be used: .*nowhere\.mjs/);
    await assert.rejects(open('broken.mjs'), /The callback broken\.mjs cannot be used: Unexpected token/);
    await assert.rejects(
      open('empty.mjs'),
      /it exports none of beforeRun, beforeInvoke, afterInvoke, afterRun/,
    );
  });
});
