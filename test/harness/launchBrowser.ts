import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { installPackages } from './installPackages.ts';
import { projectRoot } from './projectRoot.ts';

const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...[
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--force-color-profile=srgb',
  ],
];

/**
 * Starts a headless browser: the one that LLMETER_BROWSER names; else a build from npm (Linux on x64 only),
 * which opens a page in half the time of a full browser; else the machine's own Chromium, Chrome or Edge.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env['LLMETER_BROWSER'];
  if (named) return launch(named);
  const installed = systemBrowser();
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    if (installed) return launch(installed);
    throw new Error(
      'The tests need Chromium, Chrome or Edge: install one, or set LLMETER_BROWSER to its path.',
    );
  }
  try {
    return await launch(await packagedBrowser());
  } catch (error) {
    // The machine may lack a library that the packaged browser needs.
    if (installed) return launch(installed);
    throw error;
  }
}

function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet });
}

function systemBrowser(): string | undefined {
  return browserPaths().find(path => existsSync(path));
}

function browserPaths(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(
      name => process.env[name] ?? 'C:\\',
    );
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.flatMap(program => roots.map(root => join(root, program)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => join(folder, name)));
}

/** The path of the browser from npm, which is installed on first use. */
async function packagedBrowser(): Promise<string> {
  const folder = join(projectRoot, 'test', 'harness', 'browser');
  await installPackages(folder, 'a browser');
  const entry = createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium');
  const { default: packaged }: { default: PackagedChromium } = await import(pathToFileURL(entry).href);
  return packaged.executablePath();
}

/** The part of @sparticuz/chromium that is used. */
interface PackagedChromium {
  executablePath(): Promise<string>;
}
