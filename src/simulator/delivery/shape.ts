import type { Scenario } from '../scenario/scenario.ts';
import { fixedStep, type WriteStep } from './script.ts';

/**
 * Joins and splits writes as the scenario says. Neighbouring writes at the same time without tokens are always
 * joined, as a server's buffer would do.
 */
export function shape(
  pieces: readonly WriteStep[],
  { eventsPerWrite, fragmentBytes }: Pick<Scenario, 'eventsPerWrite' | 'fragmentBytes'>,
): WriteStep[] {
  const steps: WriteStep[] = [];
  let start = 0;
  let events = 0;
  let before: WriteStep | null = null;
  for (const [index, piece] of pieces.entries()) {
    const belongs = before !== null && isBare(before) && isBare(piece) && before.at === piece.at;
    if (!belongs && before !== null && events >= eventsPerWrite) {
      steps.push(join(before, pieces, start, index));
      start = index;
      events = 0;
    }
    if (!belongs) events++;
    before = piece;
  }
  if (before) steps.push(join(before, pieces, start, pieces.length));
  return fragmentBytes === null ? steps : steps.flatMap(step => fragments(step, fragmentBytes));
}

function isBare(step: WriteStep): boolean {
  return step.textTokens === 0 && step.reasoningTokens === 0;
}

/** Joins the pieces from `start` up to `end` into one write; `last` is the last of them. */
function join(last: WriteStep, pieces: readonly WriteStep[], start: number, end: number): WriteStep {
  if (end - start === 1) return last;
  const group = pieces.slice(start, end);
  const textTokens = group.reduce((sum, piece) => sum + piece.textTokens, 0);
  const reasoningTokens = group.reduce((sum, piece) => sum + piece.reasoningTokens, 0);
  const bytes = (): Buffer => Buffer.concat(group.map(piece => piece.bytes()));
  return { at: last.at, textTokens, reasoningTokens, bytes };
}

/** The tokens count as sent with the last fragment, because only then does the client have a whole event. */
function fragments(step: WriteStep, size: number): WriteStep[] {
  const bytes = step.bytes();
  const parts: WriteStep[] = [];
  for (let start = 0; start + size < bytes.length; start += size) {
    parts.push(fixedStep(bytes.subarray(start, start + size), step.at));
  }
  const rest = bytes.subarray(parts.length * size);
  return [...parts, fixedStep(rest, step.at, step.textTokens, step.reasoningTokens)];
}
