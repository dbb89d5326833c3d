import { resolve } from 'node:path';
import type { Command } from 'commander';
import { priceOrigin, priceText } from '../../core/cost/costWords.ts';
import { ageWarnings } from '../../core/cost/price.ts';
import type { NamedPriceTable, TableEntry } from '../../core/cost/priceTable.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { PriceBook } from '../../prices/priceBook.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
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
  const command = program
    .command('prices')
    .summary('show prices and their sources')
    .description(
      'Show the price that applies to a model and its source or, without a model, all prices. Your own price table takes precedence over the built-in one.',
    )
    .argument('[model]', 'model ID, as the provider names it')
    .option('--provider <name>', 'provider, as in plan files (default: any that has the model)')
    .option('--prices <file>', 'your own price table, YAML or JSON')
    .option('--at <date>', 'show prices as of this date, e.g. 2026-11-01 (default: today)')
    .option('--json', 'print JSON');
  addHelp(command, help).action(async (model: string | undefined, options: PricesOptions) => {
    const file = options.prices && resolve(context.folder, options.prices);
    const book = await PriceBook.open(file, context.folder, '--prices');
    const at = options.at === undefined ? context.clock.wall() : Date.parse(options.at);
    finish(
      model === undefined
        ? showAll(book, at, options, context)
        : showPrice(book, model, at, options, context),
    );
  });
}

function showPrice(
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
      `No price is known for ${model}${provider === undefined ? '' : ` of provider ${provider}`}. Add it to your own price table, and name the table with --prices, "cost.prices" in a plan or the setting "llmeter.prices".\n`,
    );
    return exitCodes.failed;
  }
  if (!json) stdout.write(`${model}: ${priceText(found)}\n${priceOrigin(found)}\n`);
  for (const warning of found.warnings)
    stderr.write(`${styles(stderr.colours).warn('warning:')} ${warning}\n`);
  return exitCodes.ok;
}

/** A model has the same price in all APIs of its provider. */
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

function showAll(book: PriceBook, at: number, { json }: PricesOptions, { stdout }: CliContext): ExitCode {
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
      bold(`Prices in ${name}, per million tokens`),
      dim(head),
      ...rows,
      ...sources.map(source => dim(`Source: ${source}`)),
      '',
    ];
  });
  stdout.write(
    `${lines.join('\n')}\nBuilt-in prices apply only to the providers’ own base URLs. * = old: check the price.\n`,
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

const help: HelpText = {
  examples: [
    ['llmeter prices'],
    ['llmeter prices gpt-4.1-mini'],
    ['llmeter prices my-model --provider vllm --prices prices.yaml'],
  ],
  lines: [
    'A price table:',
    '  prices:',
    '    - model: my-model*',
    '      provider: vllm',
    '      input: 0.2',
    '      output: 0.6',
    '      cachedInput: 0.05',
    '      asOf: 2026-11-01',
    '      source: https://example.com/prices',
  ],
  exitCodes: {
    failed: 'no price is known for the model',
    usage: 'invalid arguments or price table',
  },
};
