import { seededRandom, seedFor, shuffledOrder } from '../../core/base/random.ts';
import { measuredPayloads, type RunConfig } from './runConfig.ts';

/**
 * The payloads a client sends, by their index, in an order of its own that only the seed decides: all of them,
 * or where they are distributed those that no other client sends, which may be none.
 */
export function payloadOrder(
  config: Pick<RunConfig, 'payloads' | 'clients' | 'seed' | 'distribute' | 'warmup'>,
  client: number,
): Uint32Array {
  const { clients, seed, distribute } = config;
  const count = measuredPayloads(config);
  if (!distribute) return shuffledOrder(count, seededRandom(seedFor(seed, client)));
  const dealt = shuffledOrder(count, seededRandom(seed));
  return dealt.filter((_, i) => i % clients === client);
}
