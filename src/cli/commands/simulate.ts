import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import type { RandomDistribution } from '../../simulator/scenario/distribution.ts';
import { scenarios } from '../../simulator/scenario/scenarios.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { distributionOption } from '../options/distributionOption.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
import { seconds, wholeNumber } from '../options/optionValues.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { table } from '../result/table.ts';

interface SimulateOptions {
  port: number;
  host: string;
  scenario?: string;
  ttft?: RandomDistribution;
  itl?: RandomDistribution;
  tokens?: RandomDistribution;
  prefill?: number;
  slots?: number;
  list?: boolean;
}

/** `llmeter simulate` */
export function simulateCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('simulate')
    .summary('start the built-in LLM server')
    .description(
      'Start a server that speaks the wire formats of all endpoint kinds. It runs until you press Ctrl-C.',
    )
    .option('--port <n>', 'port to listen on; 0 picks a free one', wholeNumber(0), 8765)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--scenario <name>', 'scenario for base URLs that name none (see --list)')
    .option(
      '--ttft <time>',
      'time to first token: 100ms, 80ms-120ms, or 100ms~0.4',
      distributionOption(seconds),
    )
    .option('--itl <time>', 'time between tokens, in the same formats', distributionOption(seconds))
    .option(
      '--tokens <n>',
      'number of tokens per response, in the same formats',
      distributionOption(wholeNumber(0)),
    )
    .option(
      '--prefill <time>',
      'time before the first token for each prompt token that is not in the prompt cache, e.g. 0.5ms',
      seconds,
    )
    .option('--slots <n>', 'number of concurrent responses; other requests wait in a queue', wholeNumber(1))
    .option('--list', 'list the scenarios and exit');
  addHelp(command, help).action(async (options: SimulateOptions) => {
    if (options.list) list(context);
    else await serve(options, context);
    finish(exitCodes.ok);
  });
}

const help: HelpText = {
  notes: [
    'Each scenario has its own address: http://127.0.0.1:8765/<scenario>, followed by /v1 for OpenAI.',
    '100ms is constant, 80ms-120ms is uniform in that range, and 100ms~0.4 is log-normal with this median and sigma.',
  ],
};

function list({ stdout }: CliContext): void {
  const rows = table(
    Object.entries(scenarios).map(([name, { description }]) => [name, description]),
    'left',
  );
  stdout.write(`${rows.join('\n')}\n`);
}

async function serve(options: SimulateOptions, context: CliContext): Promise<void> {
  const { port, host, scenario, ttft, itl, tokens, prefill, slots } = options;
  const simulator = await startSimulator({
    port,
    host,
    ...(scenario !== undefined && { scenario }),
    overrides: {
      ...(ttft && { ttft }),
      ...(itl && { itl }),
      ...(tokens && { tokens }),
      ...(prefill !== undefined && { prefill }),
      ...(slots !== undefined && { slots }),
    },
  }).catch((error: unknown) => {
    const isSystemError = error instanceof Error && 'syscall' in error;
    throw isSystemError ? new UserError(`Cannot listen on ${host}, port ${port}: ${error.message}.`) : error;
  });
  const stopped = new Promise<void>(resolve => {
    context.onSignal(() => resolve());
  });
  const addresses = endpointKinds.flatMap(({ label, simulatedPath }) =>
    simulatedPath === null ? [] : [[`  ${label}`, simulator.url + simulatedPath]],
  );
  context.stdout.write(
    `Listening on ${simulator.url}\n${table(addresses, 'left').join('\n')}\nPress Ctrl-C to stop.\n`,
  );
  await stopped;
  await simulator.close();
}
