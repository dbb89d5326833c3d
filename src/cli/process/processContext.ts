import { homedir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { spawnEngine } from '../../engine/spawnEngine.ts';
import type { CliContext, Output, Signal } from './context.ts';
import { erasure, inertText } from './terminalText.ts';
import { trustedFile } from './trustedFile.ts';
import { version } from './version.ts';

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function output(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  let closed = false;
  // If the reader of a pipe exits (`llmeter … | head`), the run goes on, because its files are still wanted.
  stream.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') closed = true;
    else throw error;
  });
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb';
  // https://no-color.org: any value except the empty one.
  const colours = isTerminal && !env['NO_COLOR'];
  const send = (text: string) => {
    if (!closed) stream.write(text);
  };
  return {
    isTerminal,
    colours,
    get columns() {
      return stream.columns || 80;
    },
    write: text => send(inertText(text, colours)),
    redraw: (rows, text) => send(erasure(rows) + inertText(text, colours)),
    data: text => send(stream.isTTY ? inertText(text, false) : text),
  };
}

/** The entry files of the threads: beside this one in the bundle, in their modules when run from source. */
function workerFiles() {
  const bundled = import.meta.url.endsWith('.js');
  const file = (built: string, source: string) => new URL(bundled ? built : source, import.meta.url);
  return {
    engineWorker: file('./engineWorker.js', '../../engine/worker.ts'),
    simulatorWorker: file('./simulatorWorker.js', '../../simulator/worker.ts'),
  };
}

/** Ctrl-C and Ctrl-D answer nothing. */
function askOnTerminal(question: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return Promise.resolve(null);
  const terminal = createInterface({ input: stdin, output: stderr });
  return new Promise(resolve => {
    terminal.on('close', () => resolve(''));
    terminal.on('SIGINT', () => {
      stderr.write('\n');
      terminal.close();
    });
    terminal.question(question, answer => {
      resolve(answer);
      terminal.close();
    });
  });
}

/** The context of the real process. `args`: what was typed after the program's name. */
export function processContext(args: readonly string[]): CliContext {
  const { env } = process;
  return {
    stdout: output(process.stdout, env),
    stderr: output(process.stderr, env),
    env,
    folder: process.cwd(),
    args,
    trustedFile: trustedFile(env, process.platform, homedir()),
    ask: askOnTerminal,
    clock: { now: () => performance.now(), wall: () => Date.now() },
    openEngine: () => spawnEngine({ ...workerFiles(), tool: `llmeter ${version}` }),
    onSignal(listener) {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    quit: exitCode => process.exit(exitCode),
  };
}
