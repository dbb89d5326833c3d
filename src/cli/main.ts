#!/usr/bin/env node
import { processContext } from './process/processContext.ts';
import { runCli } from './runCli.ts';

process.exitCode = await runCli(process.argv.slice(2), processContext());
