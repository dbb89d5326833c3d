import type { Command } from 'commander';
import { addHelp, type HelpText } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';
import { printText } from '../result/printText.ts';
import { verificationText } from '../result/verificationText.ts';

/** `llmeter verify` */
export function verifyCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('verify')
    .summary('recompute every number of saved runs and experiments')
    .description(
      'Recompute every number of saved runs and experiments from their raw records, and say what differs.',
    )
    .argument('<folder...>', 'folders of runs and experiments, also by Python LLMeter')
    .option(
      '--json',
      'print one JSON object: folders, each with its parts, differences and what was not checked',
    );
  addHelp(command, help).action(async (named: string[], { json = false }: { json?: boolean }) => {
    const asked = named.map(folder => namedPlace(context, folder));
    const folders = await withEngine(context, engine => engine.request('verify', { folders: asked }));
    printText(context, json ? { folders } : null, look => [
      folders.map(one => verificationText(one, look).join('\n')).join('\n\n'),
    ]);
    finish(folders.every(({ agrees }) => agrees) ? exitCodes.ok : exitCodes.failed);
  });
}

const help: HelpText = {
  examples: [
    ['llmeter verify llmeter-runs/today'],
    ['llmeter verify llmeter-runs/* --json > verified.json', 'every run, for a pipeline'],
  ],
  notes: [
    'The numbers are recomputed by formulas that share no code with those that measured. Lines of responses.jsonl, trace.jsonl and payload.jsonl that were removed, repeated or changed are found as well, where other numbers depend on them. What no record determines is listed with the reason.',
  ],
  exitCodes: {
    ok: 'every number that could be recomputed agrees',
    failed: 'a number differs, or an unexpected error',
    usage: 'invalid arguments, or a folder that is neither a run nor an experiment',
  },
};
