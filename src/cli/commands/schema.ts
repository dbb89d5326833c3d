import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import { priceTableJsonSchema } from '../../core/cost/priceTable.ts';
import { planJsonSchema } from '../../measure/plan/parsePlan.ts';
import type { CliContext } from '../process/context.ts';

/** `llmeter schema` */
export function schemaCommand(program: Command, { stdout }: CliContext): void {
  program
    .command('schema')
    .summary('print the JSON schema of plan files or price tables, or the types of callbacks')
    .description(
      'Print the JSON schema of plan files or price tables, or the types of modules that a plan names as callbacks (TypeScript), for completion and checks in an editor.',
    )
    .addArgument(
      new Argument('[what]', 'of which files').choices(['plan', 'prices', 'callback']).default('plan'),
    )
    .action(async (what: string) => {
      if (what === 'callback') {
        stdout.write(await readFile(callbackTypes(), 'utf8'));
        return;
      }
      const schema = what === 'prices' ? priceTableJsonSchema() : planJsonSchema();
      stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}

/** Ships beside the bundle; in the source it is where the bundle's would be. */
function callbackTypes(): URL {
  const root = import.meta.url.endsWith('.ts') ? '../../..' : '..';
  return new URL(`${root}/schemas/callback.d.ts`, import.meta.url);
}
