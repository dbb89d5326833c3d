// Packages the extension as `npm run package` does, installs that VSIX into a VS Code, and runs test/e2e
// against it. `npm run test:e2e`, or this file with the names of test files.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, runNode } from './commands.ts';
import { modelProvider } from './modelProvider.ts';
import { testPatienceMs } from './patience.ts';
import { installVsix } from './startVscodeServer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'llmeter-vsix-'));
const vsix = join(scratch, 'llmeter.vsix');
const extensionsDir = join(scratch, 'extensions');
const named = process.argv.slice(2);
const files = named.length ? named : ['test/e2e/**/*.test.ts'];

try {
  console.log('Packaging the extension ...');
  await runCommand('npm', ['run', '--silent', 'package', '--', '--out', vsix]);
  // Before the VSIX, because VS Code scans the folder only until it has saved a list of extensions there.
  cpSync(modelProvider, join(extensionsDir, 'model-provider'), { recursive: true });
  await installVsix(vsix, extensionsDir, join(scratch, 'user'));
  const mocha = ['node_modules/mocha/bin/mocha.js', '--config', 'test/mocharc.json'];
  const patience = ['--timeout', String(testPatienceMs)];
  await runNode([...mocha, ...patience, ...files], { LLMETER_E2E_EXTENSIONS: extensionsDir }).catch(() => {
    process.exitCode = 1;
  });
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
