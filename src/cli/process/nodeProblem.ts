import { engines } from './version.ts';

/** Why this Node cannot run LLMeter; null = it can. `running` is like "20.18.1". */
export function nodeProblem(running: string): string | null {
  const oldest = engines.node.replace('>=', '');
  return isOlder(numbersOf(running), numbersOf(oldest))
    ? `LLMeter needs Node ${oldest} or newer, and this is Node ${running}: install a newer Node.`
    : null;
}

function numbersOf(version: string): number[] {
  return version.split('.').map(part => Number.parseInt(part, 10));
}

function isOlder(a: readonly number[], b: readonly number[]): boolean {
  const differing = a.findIndex((number, i) => number !== b[i]);
  return differing >= 0 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
