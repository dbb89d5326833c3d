import { seededRandom, seedFor, shuffledOrder } from '../../core/base/random.ts';
import { measuredPayloads, type RunConfig } from './runConfig.ts';

/**
 * Indices of the payloads that a client sends, in its own order, which depends only on the seed. All of
 * them, or, if they are distributed, those that no other client sends, which may be none.
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
