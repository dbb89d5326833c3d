import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hello } from './support/scriptedEndpoint.ts';
import { type MemoryFiles, scriptedRun, wholeRun } from './support/scriptedRun.ts';
import { turn } from './support/virtualClock.ts';

const answers = ({ number }: { number: number }) =>
  number % 7 === 3
    ? { texts: ['Hel'], at: [90], error: { message: `broken ${number}` } }
    : {
        ...hello,
        at: [100 + (number % 5), 150 + number],
        usage: { inputTokens: 3, outputTokens: 2 + (number % 9) },
      };

describe('a run with low memory', () => {
  it('yields the same statistics and files without keeping a response', async () => {
    const config = { clients: 3, requests: 20 };
    const kept = await wholeRun({ config, script: answers });
    const low = await wholeRun({ config: { ...config, lowMemory: true }, script: answers });
    assert.equal(kept.result.responses.length, 60);
    assert.deepEqual(low.result.responses, []);
    assert.deepEqual(low.result.stats, kept.result.stats);
    assert.deepEqual(low.result.metrics, kept.result.metrics);
    assert.deepEqual(low.result.summary, kept.result.summary);
    const plain = (files: MemoryFiles) => files.responses.map(({ id: _, ...others }) => others);
    assert.deepEqual(plain(low.files), plain(kept.files));
  });

  for (const lowMemory of [true, false]) {
    it(`${lowMemory ? 'frees' : 'would otherwise not free'} the memory of every response during the run`, async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const bodies: WeakRef<object>[] = [];
      const { clock, runner, files } = scriptedRun({
        config: { clients: 2, requests: 50, lowMemory, payloads: [{ prompt: 'a' }] },
        callbacks: [{ name: 'watch', afterInvoke: response => void bodies.push(new WeakRef(response)) }],
      });
      // Once it is written to disk, a response is freed.
      files.append = () => {};
      files.appendTrace = () => {};
      let alive = -1;
      files.finish = async () => {
        await turn();
        collect();
        alive = bodies.filter(body => body.deref() !== undefined).length;
      };
      await clock.until(runner.run());
      assert.equal(bodies.length, 100);
      assert.equal(alive, lowMemory ? 0 : 100);
    });
  }
});
