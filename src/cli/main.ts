#!/usr/bin/env node
import { exitCodes } from './process/exitCodes.ts';
import { nodeProblem } from './process/nodeProblem.ts';

const problem = nodeProblem(process.versions.node);
if (problem === null) run();
else {
  process.stderr.write(`error: ${problem}\n`);
  process.exitCode = exitCodes.usage;
}

/** Loads everything else only now: an older Node could not even read it. */
function run(): void {
  import('./start.ts')
    .then(({ start }) => start())
    .catch(error => {
      process.stderr.write(`unexpected error: ${error}\n`);
      process.exitCode = exitCodes.crashed;
    });
}
