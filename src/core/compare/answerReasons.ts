import { isAboutEmptyAnswers } from '../request/emptyAnswer.ts';
import { caution, type Finding, forbids, type Pair, sides } from './finding.ts';

/** Whatever buffers the answers of a side decides when its tokens arrive. */
export function buffered(pair: Pair): Finding | null {
  const who = sides(pair, run => run.diagnostics.includes('buffered'));
  return who === null
    ? null
    : forbids(
        `the answers of ${who} arrived all at once: a proxy buffers them, so the times of their tokens are the proxy's`,
        'Turn buffering off in the proxy, or compare TTLT.',
        ['ttft', 'ttft_any', 'tpot'],
      );
}

/** Answers without a token have no times, like failures. */
export function emptyAnswers(pair: Pair): Finding | null {
  const who = sides(pair, run => run.diagnostics.some(isAboutEmptyAnswers));
  return who === null
    ? null
    : caution(
        `some answers of ${who} held no token, and only the others have times`,
        'Look at the stop reasons of these requests.',
      );
}
