import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { testPatienceMs } from '../harness/patience.ts';
import { reportMark } from '../harness/reportMark.ts';

/**
 * VS Code calls this inside the extension host: it runs every *.test.ts beside this file (bundled).
 * Lines of mocha's report are marked, so that the runner can tell them from the host's own noise.
 */
export async function run(): Promise<void> {
  const base: { consoleLog: (...values: unknown[]) => void } = Mocha.reporters.Base;
  // A desktop VS Code hands its console through as it is.
  const mark = process.env['LLMETER_HOST'] === 'electron' ? '' : reportMark;
  base.consoleLog = (...values) => {
    for (const line of format(...values).split('\n')) console.log(mark + line);
  };
  const mocha = new Mocha({ ui: 'bdd', color: false, forbidOnly: true, timeout: testPatienceMs });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures) throw new Error(`${failures} of the tests inside the extension host failed.`);
}
