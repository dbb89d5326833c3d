import assert from 'node:assert/strict';
import type { RunCallback } from '../../../src/measure/run/callbacks.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { prompts, scriptedRun, wholeRun } from './support/scriptedRun.ts';
import { settle } from './support/virtualClock.ts';

describe('callbacks', () => {
  it('hooks run in list order: br1 br2, bi1 bi2, the request, ai1 ai2, ar1 ar2', async () => {
    const order: string[] = [];
    const callback = (n: number): RunCallback => ({
      name: `c${n}`,
      beforeRun: async () => void order.push(`br${n}`),
      beforeInvoke: async () => void order.push(`bi${n}`),
      afterInvoke: async () => void order.push(`ai${n}`),
      afterRun: async () => void order.push(`ar${n}`),
    });
    const script = () => {
      order.push('invoke');
      return hello;
    };
    const callbacks = [callback(1), callback(2)];
    await wholeRun({ callbacks, script });
    assert.equal(order.join(' '), 'br1 br2 bi1 bi2 invoke ai1 ai2 ar1 ar2');
    order.length = 0;
    await wholeRun({ config: { requests: 3 }, callbacks, script });
    const only = (...names: string[]) => order.filter(name => names.includes(name)).join(' ');
    // Hooks after a request run off the measured path, so only the order on each side is fixed.
    assert.equal(only('bi1', 'bi2', 'invoke'), Array(3).fill('bi1 bi2 invoke').join(' '));
    assert.equal(only('ai1', 'ai2'), Array(3).fill('ai1 ai2').join(' '));
    assert.deepEqual(
      [order.slice(0, 2), order.slice(-2)],
      [
        ['br1', 'br2'],
        ['ar1', 'ar2'],
      ],
    );
  });

  it('edits reach the API and the stored payload, but neither later requests nor the plan', async () => {
    const payloads = [{ prompt: 'a', nested: { tags: ['x'] } }];
    let count = 0;
    const { endpoint, files } = await wholeRun({
      config: { requests: 3, payloads },
      callbacks: [
        {
          name: 'tag',
          beforeInvoke: payload => {
            payload['prompt'] = `[${count++}] ${payload['prompt']}`;
            (payload['nested'] as { tags: string[] }).tags.push('y');
          },
        },
      ],
    });
    const expected = [0, 1, 2].map(i => ({ prompt: `[${i}] a`, nested: { tags: ['x', 'y'] } }));
    assert.deepEqual(
      endpoint.calls.map(call => call.payload),
      expected,
    );
    assert.deepEqual(
      files.responses.map(response => response.input_payload),
      expected,
    );
    assert.deepEqual(
      files.responses.map(response => response.input_prompt),
      ['[0] a', '[1] a', '[2] a'],
    );
    assert.deepEqual(payloads, [{ prompt: 'a', nested: { tags: ['x'] } }]);
  });

  it('raw bytes in a payload stay bytes in the copy', async () => {
    const image = Uint8Array.of(1, 2, 3);
    const { endpoint } = await wholeRun({
      config: { payloads: [{ image }] },
      callbacks: [{ name: 'none', beforeInvoke: () => {} }],
    });
    assert.deepEqual(endpoint.calls[0]?.payload, { image });
    assert.notEqual(endpoint.calls[0]?.payload['image'], image);
  });

  it('before_run may change the configuration, and the change applies', async () => {
    const { endpoint, result, files } = await wholeRun({
      callbacks: [
        {
          name: 'more',
          beforeRun: config => {
            config.clients = 2;
            config.payloads = prompts('changed');
          },
        },
      ],
    });
    assert.deepEqual(
      endpoint.calls.map(call => call.payload),
      prompts('changed', 'changed'),
    );
    assert.deepEqual([result.summary.clients, files.responses.length], [2, 2]);
  });

  it('a before_run that throws refuses the run; nothing is written and the endpoint is closed', async () => {
    const { runner, files, endpoint } = scriptedRun({
      callbacks: [{ name: 'strict', beforeRun: () => Promise.reject(new Error('not today')) }],
    });
    await assert.rejects(runner.run(), /not today/);
    assert.deepEqual(
      [runner.state, endpoint.closed, endpoint.calls.length, files.abandoned],
      ['failed', true, 0, null],
    );
  });

  it('a hook that fails after the run adds nothing to it', async () => {
    const { promise: hanging, reject: fail } = Promise.withResolvers<void>();
    const { runner, files, endpoint } = scriptedRun({
      config: { requests: 3 },
      callbacks: [
        { name: 'slow', beforeInvoke: () => hanging, close: () => fail(new Error('The run is over.')) },
      ],
    });
    const over = runner.run();
    await settle();
    runner.stop(2);
    const result = await over;
    await settle();
    assert.deepEqual(
      [result.interrupted, result.summary.total_requests, endpoint.calls.length],
      [true, 0, 0],
    );
    assert.deepEqual([files.responses.length, runner.counts.backlog], [0, 0]);
  });

  it('a before_invoke that throws yields a response with only id and error; the others continue', async () => {
    let count = 0;
    const { endpoint, files, result } = await wholeRun({
      config: { requests: 3 },
      callbacks: [
        {
          name: 'picky',
          beforeInvoke: () => {
            if (count++ === 1) throw new Error('sk-secret is not allowed');
          },
        },
      ],
      redact: text => text.replaceAll('sk-secret', '***'),
    });
    assert.equal(endpoint.calls.length, 2);
    const refused = files.responses.find(response => response.error !== null);
    assert.ok(refused);
    const { id, error, ...others } = refused;
    assert.match(id ?? '', /^[0-9a-f]{32}$/);
    assert.equal(error, 'Callback "picky" failed before the request: *** is not allowed');
    assert.deepEqual([...new Set(Object.values(others))], [null]);
    assert.deepEqual(
      [files.traces.length, result.stats['failed_requests'], files.responses.length],
      [2, 1, 3],
    );
  });

  it('an after_invoke or after_run that throws harms nothing: the run is saved and reports it', async () => {
    const after: string[] = [];
    const { files, result, runner } = await wholeRun({
      config: { requests: 2 },
      callbacks: [
        {
          name: 'broken',
          afterInvoke: () => {
            throw new Error('sk-secret');
          },
          afterRun: async () => {
            throw new Error('again');
          },
        },
        { name: 'whole', afterInvoke: () => void after.push('ai'), afterRun: () => void after.push('ar') },
      ],
      redact: text => text.replaceAll('sk-secret', '***'),
    });
    assert.deepEqual(after, ['ai', 'ai', 'ar']);
    assert.deepEqual([runner.state, files.finished?.state, files.responses.length], ['saved', 'saved', 2]);
    assert.deepEqual(
      result.diagnostics.filter(d => d.id === 'callbacks'),
      [
        {
          id: 'callbacks',
          severity: 'warning',
          message: 'Callbacks failed 3 times; the first error: broken: ***.',
          advice: 'Fix the callback; the measurements themselves are complete.',
        },
      ],
    );
  });

  it('after_invoke sees token counts and TPOT, and its changes are counted and written', async () => {
    const seen: (number | null)[] = [];
    const { files, result } = await wholeRun({
      script: () => ({ texts: ['one two', ' three'], at: [100, 300] }),
      callbacks: [
        {
          name: 'count',
          afterInvoke: response => {
            seen.push(response.num_tokens_output, response.time_per_output_token);
            response.num_tokens_output = 30;
          },
        },
      ],
    });
    assert.deepEqual(seen, [3, (0.3 - 0.1) / 2]);
    assert.equal(files.responses[0]?.num_tokens_output, 30);
    assert.equal(result.stats['total_output_tokens'], 30);
  });

  it('after_run contributes numbers, which are in the statistics at once and are saved', async () => {
    let seen: unknown;
    const { files, result } = await wholeRun({
      callbacks: [
        { name: 'cost', afterRun: run => run.contribute({ cost_total: 0.5 }) },
        {
          name: 'reads',
          afterRun: run => {
            seen = run.stats['cost_total'];
            run.contribute({ words: 'many' });
          },
        },
      ],
    });
    assert.deepEqual([seen, result.stats['cost_total'], 'words' in result.stats], [0.5, 0.5, false]);
    assert.equal(files.finished?.result.stats['cost_total'], 0.5);
    assert.equal(result.diagnostics.filter(d => d.id === 'callbacks').length, 1);
  });

  it('a slow after_invoke builds a backlog, which is shown after sending and processed without loss', async () => {
    const waiting: (() => void)[] = [];
    const { runner, clock, files } = scriptedRun({
      config: { clients: 5, requests: 4 },
      callbacks: [{ name: 'slow', afterInvoke: () => new Promise(resolve => waiting.push(resolve)) }],
    });
    const over = runner.run();
    await settle();
    while (clock.waiting) {
      clock.next();
      await settle();
    }
    const { sent, inFlight, backlog, done } = runner.counts;
    assert.deepEqual({ sent, inFlight, backlog, done }, { sent: 20, inFlight: 0, backlog: 19, done: 0 });
    for (let i = 0; i < 20; i += 1) {
      assert.equal(waiting.length, 1, 'one at a time, in order');
      waiting.shift()?.();
      await settle();
    }
    const result = await over;
    assert.deepEqual([files.responses.length, result.summary.total_requests], [20, 20]);
    assert.equal(result.summary.total_test_time, 0.6, 'the drain is not part of the test time');
    assert.equal(runner.counts.backlog, 0);
  });

  it('an error while a response is saved fails the run with its message, and ends it', async () => {
    const { runner, clock, files } = scriptedRun({ config: { requests: 3 } });
    files.append = () => {
      throw new Error('cannot be written');
    };
    await assert.rejects(clock.until(runner.run()), /cannot be written/);
    assert.deepEqual([runner.state, files.abandoned], ['failed', 'cannot be written']);
  });
});
