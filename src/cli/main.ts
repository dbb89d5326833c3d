#!/usr/bin/env node
import { processContext } from './process/processContext.ts';
import { runCli } from './runCli.ts';

const args = process.argv.slice(2);
process.exitCode = await runCli(args, processContext(args));
