import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { prompts, wholeRun } from './support/scriptedRun.ts';

const letters = prompts(...'abcdefgh');

async function sentByClient(config: { seed: number; clients: number; requests: number }): Promise<string[]> {
  const { files } = await wholeRun({ config: { ...config, payloads: letters } });
  return Array.from({ length: config.clients }, (_, client) =>
    files.responses
      .filter((_, i) => files.traces[i]?.client === client)
      .map(response => response.input_prompt)
      .join(''),
  );
}

describe('the order of payloads', () => {
  it('differs for each client, and is the same for the same seed', async () => {
    const first = await sentByClient({ seed: 7, clients: 4, requests: 8 });
    assert.equal(new Set(first).size, 4);
    assert.deepEqual(await sentByClient({ seed: 7, clients: 4, requests: 8 }), first);
    assert.notDeepEqual(await sentByClient({ seed: 8, clients: 4, requests: 8 }), first);
  });

  it('does not depend on the number of clients', async () => {
    const two = await sentByClient({ seed: 3, clients: 2, requests: 8 });
    assert.deepEqual((await sentByClient({ seed: 3, clients: 5, requests: 8 })).slice(0, 2), two);
  });

  it('covers payloads that a common order of all clients would leave out', async () => {
    // The reference tool sends only 4 distinct ones here (llmeter-format 4.3).
    const sent = await sentByClient({ seed: 0, clients: 3, requests: 4 });
    assert.ok(new Set(sent.join('')).size > 4, sent.join(' '));
  });

  it('takes every payload once before any payload twice, whatever the seed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 20 }),
        async (seed, clients, requests) => {
          for (const sent of await sentByClient({ seed, clients, requests })) {
            for (let round = 0; round < sent.length; round += letters.length) {
              const part = sent.slice(round, round + letters.length);
              assert.equal(new Set(part).size, part.length, sent);
              assert.ok(sent.startsWith(part) || part === sent.slice(0, part.length));
            }
          }
        },
      ),
      { numRuns: 25 },
    ));

  it('continues after the warm-up: its payloads are not sent first again', async () => {
    const { endpoint } = await wholeRun({ config: { warmup: 3, requests: 5, payloads: letters } });
    assert.equal(new Set(endpoint.calls.map(call => call.payload['prompt'])).size, 8);
  });
});

describe('distributed payloads', () => {
  const sentOnce = async (clients: number, payloads: number, seed: number, warmup: number) => {
    const all = Array.from({ length: payloads }, (_, i) => ({ prompt: String(i) }));
    if (warmup > 0) all.push({ prompt: 'warm-up' });
    const requests = Math.ceil(payloads / clients);
    const config = { clients, requests, seed, warmup, payloads: all, distribute: true };
    const { files } = await wholeRun({ config });
    return files;
  };

  it('are each sent exactly once, whatever the number of clients, the seed and the warm-up', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer(),
        fc.integer({ min: 0, max: 2 }),
        async (clients, payloads, seed, warmup) => {
          const { responses, traces } = await sentOnce(clients, payloads, seed, warmup);
          const warming = traces.filter(({ phase }) => phase === 'warmup');
          assert.equal(warming.length, warmup * Math.min(clients, payloads));
          assert.ok(warming.every(({ payload }) => payload === payloads));
          const sent = responses.map(({ input_prompt: prompt }) => Number(prompt)).sort((a, b) => a - b);
          assert.deepEqual(
            sent,
            Array.from({ length: payloads }, (_, i) => i),
          );
        },
      ),
      { numRuns: 40 },
    ));

  it('are shared evenly, and the trace names each', async () => {
    const { responses, traces } = await sentOnce(4, 10, 5, 0);
    const perClient = [0, 1, 2, 3].map(client => traces.filter(trace => trace.client === client).length);
    assert.deepEqual(perClient, [3, 3, 2, 2]);
    assert.deepEqual(
      traces.map(({ payload }) => String(payload)),
      responses.map(({ input_prompt: prompt }) => prompt),
    );
  });

  it('leave a client without payloads idle, even in the warm-up', async () => {
    const { traces } = await sentOnce(5, 2, 0, 2);
    assert.deepEqual([...new Set(traces.map(({ client }) => client))].sort(), [0, 1]);
  });
});
