import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { bundle, cleanEnvironment } from './cli.ts';

/** Whether util-linux's `script`, which gives a process a terminal, is installed. */
export function hasPseudoTerminal(): boolean {
  return spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
}

/** The command line on a terminal of `columns` characters. */
export class TerminalSession {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Set<() => void>();
  readonly ended: Promise<number | null>;
  /** Everything that was sent to the terminal. */
  output = '';

  constructor(args: readonly string[], columns: number, cwd: string, env: Record<string, string> = {}) {
    const quoted = [process.execPath, bundle, ...args].map(word => `'${word}'`).join(' ');
    this.#child = spawn('script', ['-qec', `stty cols ${columns}; exec ${quoted}`, '/dev/null'], {
      cwd,
      env: { ...cleanEnvironment(), TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', text => {
      this.output += text;
      for (const check of this.#waiting) check();
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', resolve);
    });
  }

  /** Types on its keyboard. */
  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Resolves when the output matches; rejects if the process ends first. */
  saw(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!pattern.test(this.output)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      void this.ended.then(() => reject(new Error(`It ended without ${pattern}:\n${this.output}`)));
      check();
    });
  }
}
