import { type Command, Option } from 'commander';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { thinkingFlag } from '../plan/payloadFlags.ts';
import { positiveAmount, several, time, wholeNumber } from './optionValues.ts';

const kinds = endpointKinds.map(kind => kind.id);
const positive = wholeNumber(1);

/** Adds the options that say which endpoint is sent what. */
export function addTarget(command: Command): Command {
  addEndpoint(command)
    .optionsGroup('Requests:')
    .addOption(
      new Option('--prompt <text>', 'prompt; repeat the flag for several to cycle through')
        .argParser(several)
        .conflicts('payload'),
    )
    .option('--payload <file>', 'requests in the provider’s own form: .json, .jsonl or a folder of them')
    .option('--max-tokens <n>', 'most tokens an answer may have', positive);
  return addBesidePrompts(command);
}

/** Adds the options that say which endpoint is asked. */
export function addEndpoint(command: Command): Command {
  return command
    .optionsGroup('Endpoint:')
    .addOption(new Option('--endpoint <kind>', `kind of API (default: ${kinds[0]})`).choices(kinds))
    .option('--model <id>', 'model, as the provider names it')
    .option('--base-url <url>', 'address of the API, or simulated:<scenario>')
    .option('--provider <name>', 'provider name for the result files')
    .option('--region <name>', 'AWS region, for endpoint kinds of AWS')
    .option('--profile <name>', 'named profile of your AWS configuration files, for the same kinds')
    .option('--stream', 'stream the answers (default)')
    .option('--no-stream', 'ask for whole answers; then there is no time to first token')
    .option('--api-key-env <name>', 'environment variable that holds the API key; never the key itself')
    .option('--header <name: value>', 'further request header, saved with the run; repeatable', several);
}

/** Adds the options that go with every prompt, wherever prompts come from. */
export function addBesidePrompts(command: Command): Command {
  return command
    .option('--system <text>', 'system prompt')
    .addOption(
      new Option('--attach <file>', 'image, audio, video or PDF sent with every prompt; repeatable')
        .argParser(several)
        .conflicts('payload'),
    )
    .addOption(
      new Option('--thinking <how>', 'adaptive, disabled, an effort such as low, or a number of tokens')
        .argParser(thinkingFlag)
        .conflicts('payload'),
    )
    .addOption(
      new Option('--cache-point <after>', 'what a prompt cache that has to be told is to keep')
        .choices(['system', 'prompt'])
        .conflicts('payload'),
    );
}

/** Adds the options that say how requests are sent, whatever their number. */
export function addPace(command: Command): Command {
  return command
    .option('--warmup <n>', 'requests each client sends first, left out of the statistics', wholeNumber(0))
    .option('--ramp-up <time>', 'spread the clients’ first requests over this time', time)
    .option('--timeout <time>', 'longest a request may take', time)
    .option('--retries <n>', 'retries of a failed request; part of its latency', wholeNumber(0))
    .option('--seed <n>', 'seed of the order of the payloads', wholeNumber(Number.NEGATIVE_INFINITY))
    .option(
      '--tokenizer <name>',
      'what counts tokens the server does not report: words (default), o200k_base, ..., or the path of a tokenizer.json',
    )
    .option('--low-memory', 'keep no answers in memory; they are only in the run folder')
    .option('--slo-ttft <time>', 'longest good time to first token', time)
    .option('--slo-ttlt <time>', 'longest good time to last token', time)
    .option('--slo-tpot <time>', 'longest good time per output token', time)
    .option('--prices <file>', 'price table that costs are computed from (see "llmeter prices")')
    .option('--budget <amount>', 'most that may be spent: stop before it is exceeded', positiveAmount);
}
