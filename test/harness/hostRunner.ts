// Runs test/host inside a real extension host and exits with its result:
// in a browser's VS Code by default, in a downloaded desktop VS Code with LLMETER_HOST=electron.
// Prints mocha's report; everything else that VS Code logs goes to test-results/host.log.
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { runNode } from './commands.ts';
import { launchBrowser } from './launchBrowser.ts';
import { modelProvider } from './modelProvider.ts';
import { patienceMs } from './patience.ts';
import { projectRoot } from './projectRoot.ts';
import { reportMark } from './reportMark.ts';
import { startVscodeServer } from './startVscodeServer.ts';
import { remoteUri, workbenchUrl } from './workbenchUrl.ts';

/** A suite that runs longer than this has hung. */
const suitePatienceMs = 10 * 60_000;

const suite = join(projectRoot, 'dist', 'test', 'host', 'index.cjs');
const results = join(projectRoot, 'test-results');
const scratch = mkdtempSync(join(tmpdir(), 'llmeter-host-'));
const workspace = join(scratch, 'workspace');
mkdirSync(workspace);
mkdirSync(results, { recursive: true });
const log = createWriteStream(join(results, 'host.log'));

try {
  await runNode(['esbuild.mjs', '--host-tests']);
  process.exitCode =
    process.env['LLMETER_HOST'] === 'electron' ? await runInElectron() : await runInBrowser();
} finally {
  log.end();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
if (process.exitCode) console.log('The log of VS Code is in test-results/host.log.');

async function runInBrowser(): Promise<number> {
  const browser = await launchBrowser();
  try {
    return await runInPage(await browser.newPage());
  } finally {
    await browser.close();
  }
}

async function runInPage(page: Page): Promise<number> {
  page.setDefaultTimeout(patienceMs);
  const extensionsDir = join(scratch, 'extensions');
  cpSync(modelProvider, join(extensionsDir, 'model-provider'), { recursive: true });
  const server = await startVscodeServer({
    extensionsDir,
    userDataDir: join(scratch, 'user'),
  });
  try {
    const ended = Promise.withResolvers<number>();
    await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) =>
      route(format(...values)),
    );
    await page.exposeFunction('codeAutomationExit', (code: number) => ended.resolve(code));
    page.on('crash', () => ended.reject(new Error('The browser page with VS Code crashed.')));
    const patience = setTimeout(() => ended.reject(new Error('The suite did not end.')), suitePatienceMs);
    await page.goto(
      workbenchUrl(server.port, workspace, {
        extensionDevelopmentPath: remoteUri(server.port, projectRoot),
        extensionTestsPath: remoteUri(server.port, suite),
      }),
    );
    return await ended.promise.finally(() => clearTimeout(patience));
  } finally {
    await server.stop();
    log.write(`\n--- the server\n${server.log()}`);
  }
}

/** Prints lines of mocha's report and logs all others. */
function route(text: string): void {
  if (text.startsWith(reportMark)) console.log(text.slice(reportMark.length));
  else log.write(`${text}\n`);
}

async function runInElectron(): Promise<number> {
  const { runTests } = await import('@vscode/test-electron');
  return runTests({
    extensionDevelopmentPath: [projectRoot, modelProvider],
    extensionTestsPath: suite,
    launchArgs: [
      workspace,
      '--disable-extensions',
      '--enable-proposed-api=llmeter-test.scripted-models',
      '--disable-workspace-trust',
      `--user-data-dir=${join(scratch, 'user')}`,
    ],
  });
}
