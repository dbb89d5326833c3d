import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import { priceTableJsonSchema } from '../../core/cost/priceTable.ts';
import { planJsonSchema } from '../../measure/plan/parsePlan.ts';
import { addHelp } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';

/** `llmeter schema` */
export function schemaCommand(program: Command, { stdout }: CliContext): void {
  const command = program
    .command('schema')
    .summary('print the JSON schema of plan files or price tables, or the types of callbacks')
    .description(
      'Print the JSON schema of plan files or price tables, for completion and checks in an editor, or the TypeScript types of callback modules.',
    )
    .addArgument(
      new Argument('[what]', 'what to print').choices(['plan', 'prices', 'callback']).default('plan'),
    );
  addHelp(command, {}).action(async (what: string) => {
    if (what === 'callback') {
      stdout.write(await readFile(callbackTypes(), 'utf8'));
      return;
    }
    const schema = what === 'prices' ? priceTableJsonSchema() : planJsonSchema();
    stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  });
}

/** The file ships beside the bundle. When the source is run, it is at the root of the project. */
function callbackTypes(): URL {
  const root = import.meta.url.endsWith('.ts') ? '../../..' : '..';
  return new URL(`${root}/schemas/callback.d.ts`, import.meta.url);
}
