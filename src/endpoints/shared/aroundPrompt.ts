import type { Media } from '../../core/plan/media.ts';

/** The parts of a message in order: `files`, one for each of `media`, and the text before or after them. */
export function aroundPrompt<T>(media: readonly Media[], files: readonly T[], text: T): T[] {
  const side = (after: boolean) => files.filter((_, i) => (media[i]?.afterPrompt ?? false) === after);
  return [...side(false), text, ...side(true)];
}
