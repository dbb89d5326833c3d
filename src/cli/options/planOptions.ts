import { type Command, Option } from 'commander';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { thinkingFlag } from '../plan/payloadFlags.ts';
import { positiveAmount, repeated, share, shareOrNever, time, wholeNumber } from './optionValues.ts';

const kinds = endpointKinds.map(kind => kind.id);
const positive = wholeNumber(1);

/** Adds the options that say which endpoint is benchmarked, and with which requests. */
export function addTargetOptions(command: Command): Command {
  addEndpointOptions(command)
    .optionsGroup('Requests:')
    .addOption(
      new Option('--prompt <text>', 'prompt; repeat the flag to cycle through several prompts')
        .argParser(repeated)
        .conflicts('payload'),
    )
    .option(
      '--payload <file>',
      'requests in the provider’s own format: a .json or .jsonl file, or a folder of them',
    )
    .option('--max-tokens <n>', 'maximum number of output tokens', positive);
  return addPromptOptions(command);
}

/** Adds the options that say which endpoint is benchmarked. */
export function addEndpointOptions(command: Command): Command {
  return command
    .optionsGroup('Endpoint:')
    .addOption(new Option('--endpoint <kind>', `kind of API (default: ${kinds[0]})`).choices(kinds))
    .option('--model <id>', 'model ID, as the provider names it')
    .option('--base-url <url>', 'base URL of the API, or simulated:<scenario>')
    .option('--provider <name>', 'provider of the API, as named in the result files')
    .option('--region <name>', 'AWS region, for endpoints on AWS')
    .option('--profile <name>', 'named profile in your AWS configuration files, for endpoints on AWS')
    .option('--stream', 'stream the responses (default)')
    .option('--no-stream', 'do not stream the responses; there is then no time to first token')
    .option('--ask-usage', 'ask for the token usage of streams (stream_options), for openai-chat')
    .option('--no-ask-usage', 'do not ask for it, for servers that refuse the option')
    .addOption(
      new Option('--token-limit <name>', 'name of the token limit in requests, for openai-chat').choices([
        'max_tokens',
        'max_completion_tokens',
      ]),
    )
    .option('--insecure', 'do not check the TLS certificate of a server of your own; kept in every report')
    .option(
      '--api-key-env <name>',
      'name of the environment variable that holds the API key; never the key itself',
    )
    .option(
      '--allow-insecure-key',
      'send the key over http:// to another machine, where everyone on the way can read it; kept in every report',
    )
    .option(
      '--header <name: value>',
      'additional request header, saved with the run; may be repeated',
      repeated,
    );
}

/** Adds the options that apply to every prompt, wherever prompts come from. */
export function addPromptOptions(command: Command): Command {
  return command
    .option('--system <text>', 'system prompt')
    .option(
      '--body <json>',
      'further members of every request’s body, e.g. \'{"ignore_eos": true}\', or @file.json; may be repeated',
      repeated,
    )
    .addOption(
      new Option('--attach <file>', 'image, audio, video or PDF to send with every prompt; may be repeated')
        .argParser(repeated)
        .conflicts('payload'),
    )
    .addOption(
      new Option('--thinking <mode>', 'adaptive, disabled, an effort such as low, or a token budget')
        .argParser(thinkingFlag)
        .conflicts('payload'),
    )
    .addOption(
      new Option(
        '--cache-point <after>',
        'what to mark for caching, for APIs that need explicit cache points',
      )
        .choices(['system', 'prompt'])
        .conflicts('payload'),
    );
}

/** Adds the options that say how requests are sent, whatever their number. */
export function addPaceOptions(command: Command): Command {
  return command
    .option('--warmup <n>', 'warm-up requests per client, excluded from the statistics', wholeNumber(0))
    .option('--ramp-up <time>', 'spread the first requests of the clients over this time', time)
    .option('--timeout <time>', 'timeout of each request', time)
    .option('--retries <n>', 'retries of a failed request; they count towards its latency', wholeNumber(0))
    .option('--seed <n>', 'random seed for the order of requests', wholeNumber(Number.NEGATIVE_INFINITY))
    .option(
      '--tokenizer <name>',
      'counts tokens that the server does not report: words (default), o200k_base, ..., or the path of a tokenizer.json',
    )
    .option('--low-memory', 'keep responses only in the run folder, not in memory')
    .option('--slo-ttft <time>', 'longest acceptable time to first token', time)
    .option('--slo-ttlt <time>', 'longest acceptable time to last token', time)
    .option('--slo-tpot <time>', 'longest acceptable time per output token', time)
    .option(
      '--max-error-rate <share>',
      'exit with code 1 if more requests fail, e.g. 5% (default: only if all fail)',
      share,
    )
    .option(
      '--stop-on <share>',
      'stop if this share of the last 100 requests failed, or "never" (default: if the key, model or address is refused, or all fail for reasons that do not pass)',
      shareOrNever,
    )
    .option('--prices <file>', 'price table for computing costs (see "llmeter prices")')
    .option('--budget <amount>', 'maximum cost; the run stops before exceeding it', positiveAmount);
}

/**
 * Adds the options that say where results go, and `--estimate`.
 * @param what what is measured: "run"
 * @param priced what `--estimate` prints the cost of; default: the same
 */
export function addResultOptions(command: Command, what: string, priced: string = `the ${what}`): Command {
  return command
    .option('--output <folder>', `folder to create the ${what} folder in (default: llmeter-runs)`)
    .option('--name <name>', `name of the ${what} and its folder (default: date and time)`)
    .option('--description <text>', 'free text to save with the results')
    .option('--yes', 'agree to what the plan does outside its folder; the list of it is printed')
    .option('--estimate', `print the estimated cost of ${priced}, and send nothing`);
}
