import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { projectRoot } from '../../harness/projectRoot.ts';

/** The command line, run from its source. */
export const source = join(projectRoot, 'src/cli/main.ts');
/** The bundle that `npm run build` makes. Users have it, and most tests run it because it starts faster. */
export const bundle = join(projectRoot, 'dist/cli.js');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Options {
  entry?: string;
  cwd?: string;
  env?: Record<string, string>;
  /** The Node that runs it; default: this one. */
  node?: string;
}

/** A command line in its own process. */
export class CliProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  readonly #waiting = new Set<() => void>();

  constructor(
    args: readonly string[],
    { entry = bundle, cwd = projectRoot, env = {}, node = process.execPath }: Options = {},
  ) {
    this.#child = spawn(node, [entry, ...args], {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', text => {
      this.#stdout += text;
      for (const check of this.#waiting) check();
    });
    this.#child.stderr.setEncoding('utf8').on('data', text => {
      this.#stderr += text;
      for (const check of this.#waiting) check();
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) =>
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr }),
      );
    });
  }

  /** Resolves when the output matches; rejects if the process ends first. */
  async saw(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
        if (!match) return;
        this.#waiting.delete(check);
        resolve(match);
      };
      this.#waiting.add(check);
      void this.ended.then(({ stdout, stderr }) =>
        reject(new Error(`It ended without ${pattern}:\n${stdout}\n${stderr}`)),
      );
      check();
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Closes the reading end of standard output, as `| head` does. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }
}

/** Runs to the end. */
export function llmeter(args: readonly string[], options?: Options): Promise<Ended> {
  return new CliProcess(args, options).ended;
}

/** Measures six requests of the built-in server into the folder `ours` of `cwd`. */
export async function measureOurs(cwd: string): Promise<void> {
  const what = ['--base-url', 'simulated:fast', '--prompt', 'hi', '--requests', '6', '--name', 'ours'];
  const { code, stderr } = await llmeter(['run', ...what], { cwd });
  assert.equal(code, 0, stderr);
}

/** Creates an empty folder to work in. */
export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'llmeter-cli-'));
}

/** The environment without variables that would change the outcome: keys, proxies, colours. */
export function cleanEnvironment(): Record<string, string | undefined> {
  const unwanted = /_API_KEY$|^(https?|all|no)_proxy$|^NO_COLOR$|^FORCE_COLOR$|^LLMETER_|^NODE_OPTIONS$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)));
}

/** The time between two key presses. A second Ctrl-C that follows immediately is ignored as an echo of the first. */
export function aPersonsPause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 100));
}
