import { normal, type Server } from './closedLoop.ts';

/** The logarithm of TTFT follows an autoregression of its own for each client. */
export function autoregressive(correlation: number, sigma: number): Server {
  return random => {
    const states = new Map<number, number>();
    return (_at, client) => {
      const noise = normal(random);
      const last = states.get(client);
      const state = last === undefined ? noise : correlation * last + Math.sqrt(1 - correlation ** 2) * noise;
      states.set(client, state);
      return answer(Math.exp(sigma * state));
    };
  };
}

/** All requests share a load that swings at random and forgets its past in `memory` seconds. */
export function swinging(memory: number, swing: number): Server {
  return random => {
    let state = normal(random);
    let last = 0;
    return sentAt => {
      const kept = Math.exp(-(sentAt - last) / memory);
      state = kept * state + Math.sqrt(1 - kept ** 2) * normal(random);
      last = sentAt;
      return answer(0.2 * Math.exp(swing * state + 0.2 * normal(random)));
    };
  };
}

/** Each client has a speed of its own. */
export function unequalClients(spread: number, sigma = 0.2): Server {
  return random => {
    const speeds = new Map<number, number>();
    return (_at, client) => {
      const speed = speeds.get(client) ?? Math.exp(spread * normal(random));
      speeds.set(client, speed);
      return answer(speed * Math.exp(sigma * normal(random)));
    };
  };
}

/** TTFT is `level` of the time, with lognormal noise. */
export function changing(level: (at: number) => number, sigma: number): Server {
  return random => sentAt => answer(level(sentAt) * Math.exp(sigma * normal(random)));
}

function answer(ttft: number) {
  return { ttft, total: ttft + 0.2 };
}
