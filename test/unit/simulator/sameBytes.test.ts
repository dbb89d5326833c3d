import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkEncoder } from '../../../src/simulator/http/chunkEncoder.ts';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';

describe('simulator: released chunks', () => {
  it('never take memory from a chunk that is still needed', () => {
    const actions = fc.array(fc.tuple(fc.string({ maxLength: 40 }), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(actions, steps => {
        const encoder = new ChunkEncoder();
        const kept: { chunk: Buffer; wanted: string }[] = [];
        for (const [text, release] of steps) {
          const chunk = encoder.encode(text);
          if (release) encoder.release(chunk);
          else kept.push({ chunk, wanted: chunk.toString() });
        }
        assert.deepEqual(
          kept.map(({ chunk }) => chunk.toString()),
          kept.map(({ wanted }) => wanted),
        );
      }),
    );
  });

  it('make room for the next chunk', () => {
    const encoder = new ChunkEncoder();
    const first = encoder.encode('one');
    encoder.release(first);
    assert.equal(encoder.encode('two').buffer, first.buffer);
  });

  it('from another buffer are ignored', () => {
    const encoder = new ChunkEncoder();
    const kept = encoder.encode('kept');
    encoder.release(Buffer.from('elsewhere'));
    encoder.encode('next');
    assert.equal(kept.toString(), '4\r\nkept\r\n');
  });
});

describe('simulator: a scenario without variation', () => {
  it('sends the same text in every response, with a different ID', async () => {
    const simulator = await startSimulator({ overrides: { ttft: fixed(0), itl: fixed(0) } });
    try {
      const ask = async () => {
        const response = await fetch(`${simulator.url}/steady/v1/chat/completions`, {
          method: 'POST',
          body: JSON.stringify({ model: 'm', messages: [], max_tokens: 5 }),
        });
        const body = (await response.json()) as { id: string; choices: { message: { content: string } }[] };
        return { id: body.id, text: body.choices[0]?.message.content };
      };
      const [first, second] = [await ask(), await ask()];
      assert.equal(first.text, second.text);
      assert.notEqual(first.id, second.id);
    } finally {
      await simulator.close();
    }
  });
});
