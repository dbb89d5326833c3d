import * as os from 'node:os';
import { benchAgainstSdk } from './againstSdk.ts';
import { benchEveryKind } from './everyKind.ts';
import { benchOwnDelay } from './ownDelay/ownDelay.ts';
import { realTime } from './server.ts';

/**
 * Measures how accurate the engine is, against the simulator in a separate process: compared with a plain SDK
 * loop (`npm run bench [clients ...]`) or for every endpoint kind (`npm run bench kinds [kind ...]`). Both
 * accept `-- --requests N`.
 */
const args = process.argv.slice(2);
const flag = args.indexOf('--requests');
const [requests = 5] = flag < 0 ? [] : args.splice(flag, 2).slice(1).map(Number);

if (args[0] === 'kinds') {
  const { table, inaccurate } = await benchEveryKind(args.slice(1), requests);
  print(table);
  if (inaccurate.length > 0) fail(`The median error is more than 2 ms for ${inaccurate.join('; ')}.`);
} else if (args[0] === 'own-delay') {
  const { table, agreement, differing } = await benchOwnDelay(args.slice(1));
  print(
    `${table}\n\nMarks agree with the truth in ${(agreement * 100).toFixed(1)} %.\n${differing.join('\n')}`,
  );
  if (agreement < 0.95) fail('Marks agree with the truth in less than 95 %.');
} else {
  print(await benchAgainstSdk(args.map(Number), requests));
}

function print(table: string): void {
  const cpu = os.cpus()[0]?.model ?? 'unknown CPU';
  const priority = realTime ? 'real-time' : 'normal';
  process.stdout.write(
    `${cpu}, ${os.availableParallelism()} cores, Node ${process.version}, server at ${priority} priority\n\n${table}\n`,
  );
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
