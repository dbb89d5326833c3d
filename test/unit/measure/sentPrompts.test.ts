import assert from 'node:assert/strict';
import { cacheBuster } from '../../../src/measure/callbacks/cacheBuster.ts';
import type { RunCallback } from '../../../src/measure/run/callbacks.ts';
import type { RunConfig } from '../../../src/measure/run/runConfig.ts';
import { SentPrompts } from '../../../src/measure/run/sentPrompts.ts';
import { prompts, wholeRun } from './support/scriptedRun.ts';

async function repeatedIn(config: Partial<RunConfig>, callbacks: RunCallback[] = []) {
  const { result } = await wholeRun({ config, callbacks });
  const found = result.diagnostics.find(({ id }) => id === 'repeated-prompts');
  return Number(/^(\d+) of /.exec(found?.message ?? '0 of ')?.[1]);
}

describe('prompts that were sent before', () => {
  const three = prompts('a', 'b', 'c');

  it('are counted, over all clients', async () => {
    assert.equal(await repeatedIn({ payloads: three, clients: 2, requests: 3 }), 3);
    assert.equal(await repeatedIn({ payloads: three, clients: 1, requests: 3 }), 0);
    assert.equal(await repeatedIn({ payloads: prompts('a'), clients: 2, requests: 5 }), 9);
  });

  it('include those of the warm-up', async () => {
    assert.equal(await repeatedIn({ payloads: prompts('a'), requests: 1, warmup: 1 }), 1);
    assert.equal(await repeatedIn({ payloads: three, requests: 3, warmup: 1 }), 1);
  });

  it('include equal prompts of several payloads', async () => {
    assert.equal(await repeatedIn({ payloads: prompts('a', 'b', 'a'), requests: 3 }), 1);
  });

  it('are none if they are distributed, or if a callback makes each one unique', async () => {
    assert.equal(await repeatedIn({ payloads: three, clients: 2, requests: 2, distribute: true }), 0);
    assert.equal(await repeatedIn({ payloads: three, clients: 2, requests: 9 }, [cacheBuster({}, 0)]), 0);
  });

  it('are counted if a callback changes them and does not make them unique', async () => {
    const same: RunCallback = {
      name: 'same',
      beforeInvoke: payload => {
        payload['prompt'] = 'x';
      },
    };
    assert.equal(await repeatedIn({ payloads: three, requests: 3 }, [same]), 2);
  });

  it('are told apart by their media', () => {
    const sent = new SentPrompts(false);
    const request = (size: number) => ({
      prepared: { image: new Uint8Array(size) },
      inputText: 'What is it?',
    });
    [1, 2, 1].forEach((size, payload) => {
      sent.add(request(size), payload, true);
    });
    assert.equal(sent.repeated, 1);
  });
});
