import { resolve } from 'node:path';
import type { Command } from 'commander';
import { priceOrigin, priceText } from '../../core/cost/costWords.ts';
import { ageWarnings } from '../../core/cost/price.ts';
import type { NamedPriceTable, TableEntry } from '../../core/cost/priceTable.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { PriceBook } from '../../prices/priceBook.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { table } from '../result/table.ts';
import { styles } from '../terminal/style.ts';

interface PricesOptions {
  provider?: string;
  prices?: string;
  at?: string;
  json?: boolean;
}

/** `llmeter prices` */
export function pricesCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('prices')
    .summary('show prices, and where they come from')
    .description(
      'Show the price that holds for a model and where it comes from, or without a model all prices. A table of yours goes before the built-in one.',
    )
    .argument('[model]', 'model, as the provider names it')
    .option('--provider <name>', 'provider, as endpoints name it (default: any that has the model)')
    .option('--prices <file>', 'price table of yours, YAML or JSON')
    .option('--at <date>', 'on this day, e.g. 2026-11-01 (default: today)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (model: string | undefined, options: PricesOptions) => {
      const file = options.prices && resolve(context.folder, options.prices);
      const book = await PriceBook.open(file, context.folder, '--prices');
      const at = options.at === undefined ? context.clock.wall() : Date.parse(options.at);
      finish(model === undefined ? all(book, at, options, context) : one(book, model, at, options, context));
    });
}

function one(
  book: PriceBook,
  model: string,
  at: number,
  { provider, json }: PricesOptions,
  { stdout, stderr }: CliContext,
): ExitCode {
  const providers = provider === undefined ? knownProviders() : [provider];
  const found = providers
    .map(name => book.priceOf({ model, provider: name, atProvider: true }, at))
    .find(price => price !== null);
  if (json) stdout.write(`${JSON.stringify(found ?? null)}\n`);
  if (!found) {
    stderr.write(
      `No price of ${model} is known${provider === undefined ? '' : ` with provider ${provider}`}: add it to a table of yours and name that with --prices, "cost.prices" in a plan or the setting "llmeter.prices".\n`,
    );
    return exitCodes.failed;
  }
  if (!json) stdout.write(`${model}: ${priceText(found)}\n${priceOrigin(found)}\n`);
  for (const warning of found.warnings)
    stderr.write(`${styles(stderr.colours).warn('warning:')} ${warning}\n`);
  return exitCodes.ok;
}

/** The same model has the same price with all of its provider's APIs. */
function knownProviders(): string[] {
  return [
    ...new Set(['', ...endpointKinds.flatMap(({ presets }) => presets.map(preset => preset.provider))]),
  ];
}

const titles = [
  'Model',
  'Provider',
  'Input',
  'Cached',
  'Cache write',
  'Output',
  'Reasoning',
  'Request',
  '',
  'As of',
];

function all(book: PriceBook, at: number, { json }: PricesOptions, { stdout }: CliContext): ExitCode {
  if (json) {
    stdout.write(`${JSON.stringify(book.tables)}\n`);
    return exitCodes.ok;
  }
  const { bold, dim } = styles(stdout.colours);
  const lines = book.tables.flatMap(({ name, prices, warnAfterMonths }) => {
    const [head = '', ...rows] = table(
      [titles, ...prices.map(entry => row(entry, at, warnAfterMonths))],
      'left',
    );
    const sources = [...new Set(prices.flatMap(({ source }) => source ?? []))];
    return [
      bold(`Prices of ${name}, per million tokens`),
      dim(head),
      ...rows,
      ...sources.map(source => dim(`Source: ${source}`)),
      '',
    ];
  });
  stdout.write(
    `${lines.join('\n')}\nBuilt-in prices hold at the providers’ own addresses only. * = old: check it.\n`,
  );
  return exitCodes.ok;
}

function row(entry: TableEntry, at: number, warnAfterMonths: NamedPriceTable['warnAfterMonths']): string[] {
  const { model, provider = 'any', input, cachedInput, cacheWrite, output, reasoning, request } = entry;
  const amounts = [input, cachedInput, cacheWrite, output, reasoning, request];
  const old = ageWarnings(entry, at, warnAfterMonths).length > 0;
  return [
    [model].flat()[0] ?? '',
    provider,
    ...amounts.map(amount => (amount === undefined ? '—' : String(amount))),
    entry.currency,
    `${entry.asOf}${old ? ' *' : ''}`,
  ];
}

const examples = `
Examples:
  llmeter prices
  llmeter prices gpt-4.1-mini
  llmeter prices my-model --provider vllm --prices prices.yaml

A price table:
  prices:
    - model: my-model*
      provider: vllm
      input: 0.2
      output: 0.6
      cachedInput: 0.05
      asOf: 2026-11-01
      source: https://example.com/prices`;
