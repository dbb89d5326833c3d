import { type Command, Option } from 'commander';
import { time, wholeNumber } from './optionValues.ts';
import { addPaceOptions, addResultOptions, addTargetOptions } from './planOptions.ts';

/** Adds the options of a command that runs an A/B test; those of the plan apply to all sides. */
export function addSideOptions(command: Command): Command {
  command
    .option('--demo', 'use the built-in simulated endpoint as the first side; needs no key')
    .optionsGroup('Second side, if only one plan is given:')
    .option('--against-model <id>', 'the same endpoint with another model')
    .option('--against-base-url <url>', 'the same endpoint at another base URL')
    .option('--against <file>', 'another endpoint: a file that contains it, or a plan file that does');
  addTargetOptions(command);
  command
    .optionsGroup('Load:')
    .option('--clients <n>', 'number of concurrent clients; each sends to the sides in turn', wholeNumber(1))
    .addOption(
      new Option('--requests <n>', 'number of requests per client and side')
        .argParser(wholeNumber(1))
        .conflicts('duration'),
    )
    .option('--duration <time>', 'send requests for this long instead, e.g. 30s or 5m', time);
  addPaceOptions(command).optionsGroup('Result:');
  return addResultOptions(command, 'A/B test', 'each side and of all together');
}
