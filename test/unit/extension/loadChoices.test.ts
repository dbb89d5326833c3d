import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  describeLoad,
  loadChoicesFor,
  parseLoad,
  sameLoad,
} from '../../../src/extension/measurements/loadChoices.ts';

describe('the loads that are offered', () => {
  const offered = (clients?: number) => loadChoicesFor(clients).map(({ load }) => describeLoad(load));

  it('have at most the usual number of clients of an endpoint', () => {
    assert.deepEqual(offered(), ['1 client × 10 requests', '5 clients × 20 requests', '10 clients for 30s']);
    assert.deepEqual(offered(1), ['1 client × 10 requests', '1 client × 20 requests', '1 client for 30s']);
  });
});

describe('a typed load', () => {
  it('is clients x requests, or clients x time', () => {
    assert.deepEqual(['5 x 20', '5×20', '10 x 30s', '2 * 1.5m', '1x250 ms'].map(parseLoad), [
      { clients: 5, requests: 20 },
      { clients: 5, requests: 20 },
      { clients: 10, duration: '30s' },
      { clients: 2, duration: '1.5m' },
      { clients: 1, duration: '250ms' },
    ]);
  });

  it('is refused in any other form', () => {
    for (const text of ['', '5', 'x 20', '0 x 20', '5 x 0', '5 x 1.5', '5 x 20 y', '-1 x 3']) {
      assert.equal(parseLoad(text), null, text);
    }
  });

  it('means the same after being written and parsed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 9999 }),
        (clients, requests) => {
          const load = { clients, requests };
          assert.ok(sameLoad(parseLoad(`${clients} x ${requests}`) ?? { clients: 0 }, load));
        },
      ),
    );
  });

  it('is described in words', () => {
    assert.equal(describeLoad({ clients: 1, requests: 10 }), '1 client × 10 requests');
    assert.equal(describeLoad({ clients: 10, duration: '30s' }), '10 clients for 30s');
  });
});
