import type { Diagnostic } from './run.ts';

const ids: readonly string[] = ['stopped-by-failures', 'error-rate', 'no-tokens'];

/**
 * Says that too many requests of a run failed for it to count as a success, or that none of its answers held
 * a token, as sentences; empty if not.
 */
export function tooManyFailures(diagnostics: readonly Pick<Diagnostic, 'id' | 'message'>[]): string[] {
  return diagnostics.filter(({ id }) => ids.includes(id)).map(({ message }) => message);
}

/** A message, or null if it is also that of a diagnostic, which says what to do besides. */
export function unlessDiagnosed(
  message: string | null,
  diagnostics: readonly Pick<Diagnostic, 'message'>[],
): string | null {
  return diagnostics.some(found => found.message === message) ? null : message;
}
