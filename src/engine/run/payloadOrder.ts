import { seededRandom, seedFor, shuffledOrder } from '../../core/random.ts';
import type { RunConfig } from './runConfig.ts';

/**
 * The payloads a client sends, by their index, in an order of its own that only the seed decides: all of them,
 * or where they are distributed those that no other client sends, which may be none.
 */
export function payloadOrder(
  { payloads, clients, seed, distribute }: Pick<RunConfig, 'payloads' | 'clients' | 'seed' | 'distribute'>,
  client: number,
): Uint32Array {
  if (!distribute) return shuffledOrder(payloads.length, seededRandom(seedFor(seed, client)));
  const dealt = shuffledOrder(payloads.length, seededRandom(seed));
  return dealt.filter((_, i) => i % clients === client);
}
