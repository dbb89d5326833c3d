import assert from 'node:assert/strict';
import { clientEffect, differenceEffect } from '../../../src/core/stats/clientEffect.ts';
import { unitOf } from '../../../src/core/stats/dependence.ts';
import { timeBlocks } from '../../../src/core/stats/timeBlocks.ts';
import { inOrder, type TimedValue } from '../../../src/core/stats/timedValues.ts';
import { closedLoop, generator, type Load, normal, type Server } from '../../audit/closedLoop.ts';
import { autoregressive, swinging, unequalClients } from '../../audit/dependentServers.ts';

const steady: Server = random => () => ({ ttft: Math.exp(0.3 * normal(random)), total: 1 });

function rows(server: Server, load: Load, seed: number): TimedValue[] {
  const requests = closedLoop(server, load, seed);
  return inOrder({
    values: requests.map(({ ttft }) => ttft),
    sentAt: requests.map(({ sentAt }) => sentAt),
    client: requests.map(({ client }) => client),
  });
}

function units(server: Server, load: Load): string[] {
  return Array.from({ length: 100 }, (_, seed) => {
    const unit = unitOf([rows(server, load, seed)]);
    return unit.by === 'none' ? `nothing: ${unit.because}` : unit.by;
  });
}

function most(found: readonly string[], wanted: string, count = 95): void {
  assert.ok(found.filter(one => one === wanted).length >= count, `${found}`);
}

describe('what may be resampled as if it were independent', () => {
  it('is a request, or a client if there are eight', () => {
    most(units(steady, { clients: 1, requests: 100 }), 'requests');
    most(units(steady, { clients: 4, requests: 25 }), 'requests');
    most(units(steady, { clients: 10, requests: 20 }), 'clients');
  });

  it('does not depend on the order in which clients finish', () => {
    const shape: Server = random => () => {
      const ttft = Math.exp(0.3 * normal(random));
      return { ttft, total: ttft };
    };
    most(units(shape, { clients: 100, requests: 3 }), 'clients');
  });

  it('is a block of time if requests remember less than the run is long, otherwise nothing', () => {
    most(units(autoregressive(0.7, 0.3), { clients: 1, requests: 2000 }), 'time');
    most(units(autoregressive(0.7, 0.3), { clients: 1, requests: 100 }), 'nothing: time');
    most(units(swinging(2, 0.3), { clients: 10, requests: 20 }), 'nothing: time');
  });

  it('is nothing if few clients differ, and whole clients if many do', () => {
    most(units(unequalClients(0.2), { clients: 4, requests: 25 }), 'nothing: clients', 85);
    most(units(unequalClients(0.2), { clients: 16, requests: 20 }), 'clients');
  });

  it('is one request if clients are not known', () => {
    const unknown = rows(steady, { clients: 10, requests: 20 }, 1).map(row => ({
      ...row,
      client: Number.NaN,
    }));
    const found = inOrder({
      values: unknown.map(({ value }) => value),
      sentAt: unknown.map(({ at }) => at),
      client: unknown.map(({ client }) => client),
    });
    assert.deepEqual(unitOf([found]), { by: 'requests' });
  });
});

describe('blocks of time', () => {
  it('are as many as the memory of requests allows, with its design effect', () => {
    const long = timeBlocks(rows(autoregressive(0.7, 0.3), { clients: 1, requests: 5000 }, 1));
    assert.equal(long.count, 20);
    // (1 + 0.7) / (1 - 0.7) for the values; ranks are somewhat less correlated.
    assert.ok(long.designEffect > 3.5 && long.designEffect < 7, `${long.designEffect}`);
    assert.equal(timeBlocks(rows(autoregressive(0.7, 0.3), { clients: 1, requests: 60 }, 1)).count, null);
  });
});

describe('the effect of clients', () => {
  it('has the design effect that theory gives', () => {
    // Ten clients with fifty requests each; a fifth of the variance is between clients: 1 + 49 * 0.2.
    const effects = Array.from(
      { length: 100 },
      (_, seed) =>
        clientEffect(rows(unequalClients(0.1), { clients: 10, requests: 50 }, seed))?.designEffect ?? 0,
    );
    const typical = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    assert.ok(typical > 8 && typical < 13, `${typical}`);
  });

  it('is unknown for one client and for one request of each, and none for equal values', () => {
    assert.equal(clientEffect(rows(steady, { clients: 1, requests: 20 }, 1)), null);
    assert.equal(clientEffect(rows(steady, { clients: 20, requests: 1 }, 1)), null);
    const equal: Server = () => () => ({ ttft: 0.2, total: 1 });
    assert.equal(clientEffect(rows(equal, { clients: 4, requests: 5 }, 1))?.signal, 0);
  });

  it('on a difference does not count what a client adds to both sides', () => {
    const random = generator(1);
    const side = (own: (client: number) => number) =>
      Array.from({ length: 100 }, (_, i) => ({
        ...{ at: i, client: i % 4 },
        value: own(i % 4) + 0.2 * normal(random),
      }));
    const alike = differenceEffect([side(client => client), side(client => client)]) ?? 0;
    const apart = differenceEffect([side(client => client), side(client => -client)]) ?? 0;
    assert.ok(alike < 2.3 && apart > 5, `${alike} ${apart}`);
  });
});
