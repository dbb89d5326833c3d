import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Slots } from '../../../src/simulator/scenario/slots.ts';

describe('a simulated server with few slots', () => {
  it('lets requests beyond its slots wait for the first one that ends', () => {
    const slots = new Slots(2);
    assert.deepEqual(
      [slots.wait(0, 100), slots.wait(10, 50), slots.wait(20, 30), slots.wait(95, 10), slots.wait(200, 1)],
      [0, 0, 40, 0, 0],
    );
  });

  it('never processes more at a time, and is never idle while a request waits', () => {
    const requests = fc.array(fc.record({ gap: fc.nat(50), takes: fc.integer({ min: 1, max: 200 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), requests, (count, sent) => {
        const slots = new Slots(count);
        let now = 0;
        const answers = sent.map(({ gap, takes }) => {
          now += gap;
          const begins = now + slots.wait(now, takes);
          return { came: now, begins, ends: begins + takes };
        });
        for (const { came, begins } of answers) {
          const others = answers.filter(other => other.begins <= begins && other.ends > begins);
          assert.ok(others.length <= count);
          if (begins > came) assert.ok(answers.some(({ ends }) => ends === begins));
        }
      }),
    );
  });
});
