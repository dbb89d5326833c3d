import * as os from 'node:os';
import { benchBesideSdk } from './besideSdk.ts';
import { benchEveryKind } from './everyKind.ts';
import { realTime } from './server.ts';

/**
 * How exact the engine is, against the simulator in a process of its own: beside a plain SDK loop, or for
 * every endpoint kind. `npm run bench [clients ...]`, `npm run bench kinds [kind ...]`; both take `-- --requests N`.
 */
const args = process.argv.slice(2);
const flag = args.indexOf('--requests');
const [requests = 5] = flag < 0 ? [] : args.splice(flag, 2).slice(1).map(Number);

if (args[0] === 'kinds') {
  const { table, tooFar } = await benchEveryKind(args.slice(1), requests);
  print(table);
  if (tooFar.length > 0) fail(`More than 2 ms beside the truth at the median: ${tooFar.join('; ')}.`);
} else {
  print(await benchBesideSdk(args.map(Number), requests));
}

function print(table: string): void {
  const cpu = os.cpus()[0]?.model ?? 'unknown CPU';
  const priority = realTime ? 'real-time' : 'ordinary';
  process.stdout.write(
    `${cpu}, ${os.availableParallelism()} cores, Node ${process.version}, server at ${priority} priority\n\n${table}\n`,
  );
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
