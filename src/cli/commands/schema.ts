import { Argument, type Command } from 'commander';
import { priceTableJsonSchema } from '../../core/cost/priceTable.ts';
import { planJsonSchema } from '../../engine/plan.ts';
import type { CliContext } from '../context.ts';

/** `llmeter schema` */
export function schemaCommand(program: Command, { stdout }: CliContext): void {
  program
    .command('schema')
    .summary('print the JSON schema of plan files or price tables')
    .description(
      'Print the JSON schema of plan files or price tables, for completion and checks in an editor.',
    )
    .addArgument(new Argument('[what]', 'of which files').choices(['plan', 'prices']).default('plan'))
    .action((what: string) => {
      const schema = what === 'prices' ? priceTableJsonSchema() : planJsonSchema();
      stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
