import { performance } from 'node:perf_hooks';
import { spawnEngine } from '../../engine/spawnEngine.ts';
import type { CliContext, Output, Signal } from './context.ts';
import { erasure, inertText } from './terminalText.ts';
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

/** The context of the real process. */
export function processContext(): CliContext {
  const { env } = process;
  return {
    stdout: output(process.stdout, env),
    stderr: output(process.stderr, env),
    env,
    folder: process.cwd(),
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
