import assert from 'node:assert/strict';
import { hello } from '../measure/support/scriptedEndpoint.ts';
import { settle } from '../measure/support/virtualClock.ts';
import { virtualSides } from './support/virtualSides.ts';

describe('runs that take turns', () => {
  it('send one at a time for each client, and as soon as the other was answered', async () => {
    const { clock, sides, over } = virtualSides([{}, { script: () => ({ ...hello, at: [300] }) }]);
    await clock.until(over());
    const sent = sides.flatMap(({ endpoint }, side) =>
      endpoint.calls.map(({ sentAt }) => ({ side, sentAt })),
    );
    sent.sort((a, b) => a.sentAt - b.sentAt);
    const start = sent[0]?.sentAt ?? Number.NaN;
    let free = start;
    for (const { side, sentAt } of sent) {
      assert.equal(sentAt, free, 'no time is lost between them');
      free += side === 0 ? 100 : 300;
    }
    assert.equal(free - start, 6 * 400);
    const rounds = Array.from({ length: 6 }, (_, i) => sent.slice(2 * i, 2 * i + 2).map(({ side }) => side));
    assert.ok(rounds.every(([a, b]) => a !== b));
    assert.equal(rounds.filter(([a]) => a === 0).length, 3, 'each is first as often');
  });

  it('keep times and phases of their own: warm-up first in all of them', async () => {
    const { clock, sides, over } = virtualSides([{ config: { warmup: 2 } }, { config: { warmup: 2 } }], 2);
    const results = await clock.until(over());
    for (const [i, { files }] of sides.entries()) {
      const warm = files.traces.filter(({ phase }) => phase === 'warmup');
      const measured = files.traces.filter(({ phase }) => phase === 'measure');
      assert.deepEqual([warm.length, measured.length], [4, 12]);
      assert.ok(measured.every(({ ttft }) => ttft !== null && Math.abs(ttft - 0.1) < 1e-9));
      assert.equal(results[i]?.summary.total_requests, 12);
      assert.ok(
        Math.max(...warm.map(({ endedAt }) => endedAt)) <= Math.min(...measured.map(({ sentAt }) => sentAt)),
      );
    }
  });

  it('end at their deadline, waiting for nobody', async () => {
    const timed = { config: { requests: null, duration: 1 } };
    const { clock, counts, over } = virtualSides([timed, timed]);
    await clock.until(over());
    assert.deepEqual(counts(), [5, 5]);
  });

  it('go on alone when the others are through, whatever was asked of each', async () => {
    const { clock, counts, over } = virtualSides([
      { config: { requests: 2, warmup: 1 } },
      { config: { requests: 5 } },
      { config: { requests: 3, rampUp: 2 } },
    ]);
    await clock.until(over());
    assert.deepEqual(counts(), [3, 5, 3]);
  });

  it('let nobody wait for one that failed, timed out or was refused', async () => {
    const { clock, counts, sides, over } = virtualSides([
      { script: () => ({ texts: [], error: { message: 'no' } }) },
      {},
    ]);
    const [, second] = sides;
    assert.ok(second);
    second.endpoint.prepare = () => Promise.reject(new Error('cannot be built'));
    await clock.until(over());
    assert.deepEqual(counts(), [6, 0]);
    assert.equal(second.files.responses.length, 6);
  });

  it('stage one: what is in flight finishes, and who waits for a turn sends nothing', async () => {
    const { sides, counts, over } = virtualSides([{ script: null }, { script: null }], 2);
    const ended = over();
    await settle();
    assert.equal(
      counts().reduce((sum, n) => sum + n),
      2,
      'one of each client',
    );
    for (const { runner } of sides) runner.stop(1);
    for (const { endpoint } of sides) for (const call of endpoint.unanswered) call.answer(hello);
    const results = await ended;
    assert.equal(
      counts().reduce((sum, n) => sum + n),
      2,
    );
    assert.deepEqual(
      results.map(({ interrupted }) => interrupted),
      [true, true],
    );
  });

  it('stage two: both end at once, whoever had the turn, and no other is sent', async () => {
    const { sides, over } = virtualSides([{ script: null }, { script: null }]);
    const ended = over();
    await settle();
    for (const { runner } of sides) runner.stop(1);
    for (const { runner } of sides) runner.stop(2);
    const results = await ended;
    assert.equal(
      results.reduce((sum, { cancelled }) => sum + cancelled, 0),
      1,
    );
  });

  it('one that stops by itself ends only itself', async () => {
    const { clock, sides, counts, over } = virtualSides([{}, {}]);
    const ended = over();
    await settle();
    sides[0]?.runner.stop(2);
    await clock.until(ended);
    assert.equal(counts()[1], 6);
    assert.ok((counts()[0] ?? 9) <= 1);
  });
});
