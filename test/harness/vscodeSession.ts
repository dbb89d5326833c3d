import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from './launchBrowser.ts';
import { patienceMs } from './patience.ts';
import { projectRoot } from './projectRoot.ts';
import { startVscodeServer, type VscodeServer } from './startVscodeServer.ts';
import { workbenchUrl } from './workbenchUrl.ts';

/** Where failures and screenshots go; not kept in git. */
export const resultsFolder = join(projectRoot, 'test-results');

/** The four kinds of colour theme: the name in VS Code's picker, and the CSS class of the workbench. */
const themes = {
  dark: { label: 'Dark 2026', id: 'Dark 2026', className: 'vs-dark' },
  light: { label: 'Light 2026', id: 'Light 2026', className: 'vs' },
  highContrast: { label: 'Dark High Contrast', id: 'Default High Contrast', className: 'hc-black' },
  highContrastLight: {
    label: 'Light High Contrast',
    id: 'Default High Contrast Light',
    className: 'hc-light',
  },
};
export type Theme = keyof typeof themes;

export interface SessionOptions {
  /** The extensions that are installed; see `installVsix`. */
  extensionsDir: string;
  /** The user's settings, over quiet defaults. */
  settings?: Record<string, unknown>;
  /** A folder whose copy becomes the workspace, which is empty by default. */
  workspaceFrom?: string;
  /** Asks for workspace trust, as a desktop VS Code does. */
  workspaceTrust?: boolean;
  /** Window size in CSS pixels; 1280 x 800 by default. */
  size?: { width: number; height: number };
}

/** A VS Code with its own window, settings and workspace. */
export class VscodeSession {
  readonly page: Page;
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly #server: VscodeServer;
  readonly #console: string[] = [];
  readonly #opened: Closer[];

  private constructor(page: Page, server: VscodeServer, workspace: string, opened: Closer[]) {
    this.page = page;
    this.workspace = workspace;
    this.#server = server;
    this.#opened = opened;
    page.on('console', message => this.#console.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', error => this.#console.push(`[pageerror] ${error.stack ?? error.message}`));
  }

  /** Starts the server and the browser, and resolves when the workbench can be used. */
  static async open(options: SessionOptions): Promise<VscodeSession> {
    const scratch = mkdtempSync(join(tmpdir(), 'llmeter-e2e-'));
    const opened: Closer[] = [() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })];
    try {
      mkdirSync(join(scratch, 'workspace'));
      if (options.workspaceFrom)
        cpSync(options.workspaceFrom, join(scratch, 'workspace'), { recursive: true });
      writeSettings(scratch, { ...quietSettings, ...options.settings });
      const server = await startVscodeServer({
        extensionsDir: options.extensionsDir,
        userDataDir: join(scratch, 'user'),
        workspaceTrust: options.workspaceTrust ?? false,
      });
      opened.push(() => server.stop());
      const browser = await launchBrowser();
      opened.push(() => browser.close());
      const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
      page.setDefaultTimeout(patienceMs);
      const session = new VscodeSession(page, server, join(scratch, 'workspace'), opened);
      await session.reload();
      return session;
    } catch (error) {
      await closeAll(opened);
      throw error;
    }
  }

  /** (Re)opens the window, as "Developer: Reload Window" does, and waits for the workbench. */
  async reload(): Promise<void> {
    await this.page.goto(workbenchUrl(this.#server.port, this.workspace));
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
    // The remote indicator gets its text when the server's extension host is connected.
    await this.page.locator('.statusbar-item.remote-kind, #status\\.host').first().waitFor();
  }

  /**
   * Resolves when the window has saved an open editor whose state contains `text`. In a browser, it saves every
   * few seconds. A window that is closed before then restores what was open earlier.
   */
  async untilKept(text: string): Promise<void> {
    const deadline = Date.now() + patienceMs;
    const context = this.page.context();
    // The type of the result lacks databases.
    const saved = async () => savedEditors((await context.storageState({ indexedDB: true })) as Storage);
    while (!(await saved()).includes(text)) {
      if (Date.now() > deadline) throw new Error(`No open editor's state contains "${text}".`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Runs a command from the palette by the title a user would type. */
  async runCommand(title: string): Promise<void> {
    const row = this.#rows().filter({ hasText: title }).first();
    const deadline = Date.now() + patienceMs;
    // The palette lists the commands that were known when it opened: open it again while extensions load.
    for (let attempt = 1; Date.now() < deadline; attempt++) {
      await this.page.keyboard.press('F1');
      await this.#input().fill(`>${title}`);
      const found = await row.waitFor({ timeout: attempt * 2_000 }).then(
        () => true,
        () => false,
      );
      if (found) {
        await row.click();
        // Moves the pointer away, so that no tooltip covers what opens next.
        return this.page.mouse.move(0, 0);
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The command palette does not offer "${title}".`);
  }

  /** Picks a row of the open quick pick by its text. */
  async pick(label: string): Promise<void> {
    await this.#rows().filter({ hasText: label }).first().click();
    await this.page.mouse.move(0, 0);
  }

  /** Types into the open input box and confirms. */
  async type(text: string): Promise<void> {
    await this.#input().fill(text);
    await this.page.keyboard.press('Enter');
  }

  #rows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  #input(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-filter input').first();
  }

  /** Resolves with the innermost frame of the webview in which `selector` matches. */
  async webview(selector: string): Promise<Frame> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      for (const frame of this.page.frames().filter(isInnermost)) {
        if (
          await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false)
        )
          return frame;
      }
      if (Date.now() > deadline) throw new Error(`No webview shows "${selector}" after ${patienceMs} ms.`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Opens the saved summary of a run as a report, as a user does, in place of all open editors. */
  async openSavedReport(run: string): Promise<void> {
    await this.runCommand('View: Close All Editors');
    await this.page.keyboard.press('Control+p');
    await this.#input().fill(`${run}/summary.json`);
    await this.#rows().filter({ hasText: 'summary.json' }).first().click();
    await this.page.locator('.tab', { hasText: 'summary.json' }).waitFor();
    await this.runCommand('View: Reopen Editor With...');
    await this.pick('LLMeter Report');
  }

  /** Changes the colour theme as a user does, and resolves when the workbench uses it. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, className } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.type(label);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Takes a screenshot of the window and returns its path. */
  async screenshot(name: string, folder = join(resultsFolder, 'screenshots')): Promise<string> {
    const path = join(folder, `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Everything that helps to understand a failure: the browser's console and the server's log. */
  log(): string {
    return [...this.#console, '--- server', this.#server.log()].join('\n');
  }

  close(): Promise<void> {
    return closeAll(this.#opened);
  }
}

/** Undoes one step of opening. */
type Closer = () => unknown;

async function closeAll(opened: Closer[]): Promise<void> {
  for (const close of opened.toReversed()) await close();
}

function isInnermost(frame: Frame): boolean {
  return frame.parentFrame() !== null && frame.childFrames().length === 0;
}

/** Settings that turn off prompts and notifications that the tests do not need. */
const quietSettings = {
  'workbench.colorTheme': themes.dark.id,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
};

function writeSettings(scratch: string, settings: object): void {
  const folder = join(scratch, 'user', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** The part of a browser's storage in which the workbench saves its windows. */
interface Storage {
  origins: { indexedDB?: { stores: { records: { key?: unknown; value?: unknown }[] }[] }[] }[];
}

/** The state of open editors that the workbench has saved, as text. */
function savedEditors({ origins }: Storage): string {
  const records = origins
    .flatMap(({ indexedDB = [] }) => indexedDB)
    .flatMap(({ stores }) => stores)
    .flatMap(store => store.records);
  return String(records.find(({ key }) => key === 'memento/workbench.parts.editor')?.value);
}
