import { type Command, Option } from 'commander';
import { time, wholeNumber } from './optionValues.ts';
import { addPace, addTarget } from './planOptions.ts';

export interface EstimateOption {
  estimate?: boolean;
}

/** Adds the options of a command that runs several plans against each other; they hold for all of them. */
export function addSides(command: Command): Command {
  command
    .option('--demo', 'begin with the built-in simulated endpoint; needs no key')
    .optionsGroup('The other side, where one plan is given:')
    .option('--against-model <id>', 'the same endpoint with another model')
    .option('--against-base-url <url>', 'the same endpoint at another address')
    .option('--against <file>', 'another endpoint: a file that holds it, or a plan whose endpoint it is');
  addTarget(command);
  command
    .optionsGroup('Load:')
    .option('--clients <n>', 'concurrent clients; each sends to both sides in turn', wholeNumber(1))
    .addOption(
      new Option('--requests <n>', 'requests per client and side')
        .argParser(wholeNumber(1))
        .conflicts('duration'),
    )
    .option('--duration <time>', 'send for this long instead, e.g. 30s or 5m', time);
  return addPace(command)
    .optionsGroup('Result:')
    .option('--output <folder>', 'where the experiment’s folder is created (default: llmeter-runs)')
    .option('--name <name>', 'name of the experiment and of its folder (default: date and time)')
    .option('--description <text>', 'free text kept with the results')
    .option('--estimate', 'say what each side and all would cost, and send nothing');
}
