import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Interleaving } from '../../../src/experiments/interleaving.ts';

/** Loops that send at once whenever they may; what they send is told by the side's index. */
function send(turns: Interleaving, requests: readonly number[], client = 0): number[] {
  const sent: number[] = [];
  const loops = requests.map((limit, side) => {
    const turn = turns.turnOf(side);
    let left = limit;
    const next = () => {
      if (left === 0) turn.end(client, true);
      else turn.take(client, answer);
    };
    const answer = () => {
      left -= 1;
      sent.push(side);
      queue.push(next);
    };
    return next;
  });
  const queue: (() => void)[] = [...loops];
  for (let next = queue.shift(); next; next = queue.shift()) next();
  return sent;
}

describe('taking turns', () => {
  it('sends one request of every side before the next round, each side as often in every place', () => {
    for (const sides of [2, 3, 4]) {
      const rounds = sides * 5;
      const sent = send(new Interleaving(sides, 1, 7), new Array(sides).fill(rounds));
      assert.equal(sent.length, sides * rounds);
      const places = Array.from({ length: sides }, () => new Array(sides).fill(0));
      for (let round = 0; round < rounds; round++) {
        const order = sent.slice(round * sides, (round + 1) * sides);
        assert.deepEqual(
          [...order].sort(),
          order.map((_, i) => i),
        );
        order.forEach((side, place) => {
          const row = places[side];
          if (row) row[place] += 1;
        });
      }
      assert.deepEqual(places, new Array(sides).fill(new Array(sides).fill(5)));
    }
  });

  it('takes its order from the seed and the client, and not the same one in every round', () => {
    const order = (seed: number, client: number) =>
      send(new Interleaving(2, 3, seed), [40, 40], client).join('');
    assert.equal(order(1, 0), order(1, 0));
    assert.notEqual(order(1, 0), order(2, 0));
    assert.notEqual(order(1, 0), order(1, 1));
    assert.match(order(1, 0), /0110|1001/);
  });

  it('waits for a side that is not ready yet, and not for one that has left', () => {
    const turns = new Interleaving(2, 1, 0);
    let sent = 0;
    const ask = () =>
      turns.turnOf(0).take(0, () => {
        sent += 1;
      });
    ask();
    // Whichever side is first, the other one is due before this one sends a second time.
    if (sent === 1) ask();
    assert.ok(sent <= 1);
    turns.leave(1);
    const before = sent;
    for (let i = 1; i <= 3; i++) ask();
    assert.ok(sent > before && sent <= 4, 'goes on alone');
    let late = 0;
    turns.turnOf(1).take(0, () => {
      late += 1;
    });
    assert.equal(late, 1, 'who has left is only told to go on');
  });

  it('keeps the place of a side that ends its warm-up: the others wait for its next phase', () => {
    const turns = new Interleaving(2, 1, 3);
    const sent: string[] = [];
    const [a, b] = [turns.turnOf(0), turns.turnOf(1)];
    const take = (name: string, turn: typeof a) => turn.take(0, () => sent.push(name));
    take('a', a);
    take('b', b);
    (sent[0] === 'a' ? a : b).end(0, false);
    assert.equal(sent.length, 2, 'the other one has its turn');
    const second = sent[1] === 'a' ? a : b;
    take(sent[1] ?? '', second);
    take(sent[1] ?? '', second);
    assert.ok(sent.length <= 3, 'not twice without the first');
    second.end(0, true);
    take(sent[0] ?? '', sent[0] === 'a' ? a : b);
    assert.equal(sent.at(-1), sent[0]);
  });

  it('begins when all are ready, or not at all when one cannot', async () => {
    const turns = new Interleaving(2, 1, 0);
    const begun: number[] = [];
    const first = turns
      .turnOf(0)
      .begin()
      .then(() => begun.push(0));
    await Promise.resolve();
    assert.deepEqual(begun, []);
    await turns.turnOf(1).begin();
    await first;
    assert.deepEqual(begun, [0]);
    turns.leave(0, new Error('too late to matter'));
    await turns.turnOf(1).begin();

    const doomed = new Interleaving(2, 1, 0);
    const waiting = doomed.turnOf(0).begin();
    doomed.leave(1, new Error('no key'));
    await assert.rejects(waiting, { message: 'no key' });
  });

  it('sends every request of every side, whatever their numbers', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 5 }),
        fc.integer(),
        (requests, seed) => {
          const sent = send(new Interleaving(requests.length, 1, seed), requests);
          assert.deepEqual(
            requests.map((_, side) => sent.filter(one => one === side).length),
            requests,
          );
        },
      ),
    ));
});
