import type { Command } from 'commander';
import { planJsonSchema } from '../../engine/plan.ts';
import type { CliContext } from '../context.ts';

/** `llmeter schema` */
export function schemaCommand(program: Command, { stdout }: CliContext): void {
  program
    .command('schema')
    .summary('print the JSON schema of plan files')
    .description('Print the JSON schema of plan files, for completion and checks in an editor.')
    .action(() => stdout.write(`${JSON.stringify(planJsonSchema(), null, 2)}\n`));
}
