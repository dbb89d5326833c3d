import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ExperimentViewRequests, ExperimentViewState } from '../../../src/protocol/experimentView.ts';
import type { PanelSignals } from '../../../src/protocol/panel.ts';
import type { RunViewRequests, RunViewState } from '../../../src/protocol/view.ts';
import { patienceMs } from '../../harness/patience.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { type ThemeName, themes, themeVariables } from './themes.ts';

const origin = 'http://webview.test';

/** The styles that VS Code adds before our own in every webview. */
const editorDefaults =
  'html{scrollbar-color:rgba(121,121,121,.4) transparent}body{background-color:transparent;color:var(--vscode-editor-foreground);font-family:var(--vscode-font-family);font-weight:var(--vscode-font-weight);font-size:var(--vscode-font-size);margin:0;padding:0 20px}';

/** The panels we ship, each with its bundle, state and requests. */
interface Panels {
  run: { state: RunViewState; requests: RunViewRequests };
  experiments: { state: ExperimentViewState; requests: ExperimentViewRequests };
}

export type Bundle = keyof Panels;
type Requests<B extends Bundle> = Panels[B]['requests'];

interface Call {
  params: unknown;
  result: unknown;
}

type Answers<R> = {
  [K in keyof R]?: R[K] extends Call
    ? (params: R[K]['params']) => R[K]['result'] | Promise<R[K]['result']>
    : never;
};

export interface PanelOptions<B extends Bundle = 'run'> {
  /** Default: the run panel. */
  bundle?: B;
  theme?: ThemeName;
  state: Panels[B]['state'];
  width?: number;
  height?: number;
  /** More classes of the body, e.g. `vscode-using-screen-reader`. */
  bodyClass?: string;
  uiState?: unknown;
  answers?: Answers<Requests<B>>;
}

interface Message {
  type: string;
  id: number;
  name: string;
  params: unknown;
  data: unknown;
}

interface Asked {
  name: string;
  params: unknown;
}

/** The built panel in a page of its own, with a test double in place of the editor. */
export class PanelPage<B extends Bundle = 'run'> {
  readonly page: Page;
  /** The panel's requests, in order. */
  readonly asked: Asked[] = [];
  /** Console errors, uncaught errors and violations of the content security policy. */
  readonly complaints: string[] = [];
  readonly #answers: Readonly<Record<string, ((params: never) => unknown) | undefined>>;
  #heard: () => void = () => {};
  /** The rest that the panel asked for after each state it drew, in milliseconds. */
  readonly rests: number[] = [];

  private constructor(page: Page, answers: Answers<Requests<B>>) {
    this.page = page;
    this.#answers = answers as Readonly<Record<string, (params: never) => unknown>>;
  }

  static async open<B extends Bundle = 'run'>(
    browser: Browser,
    options: PanelOptions<B>,
  ): Promise<PanelPage<B>> {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    });
    page.setDefaultTimeout(patienceMs);
    const answers = { ready: () => options.state, ...options.answers } as Answers<Requests<B>>;
    const panel = new PanelPage<B>(page, answers);
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') panel.complaints.push(message.text());
    });
    page.on('pageerror', error => panel.complaints.push(String(error)));
    await page.exposeFunction('editorReceives', (message: unknown) => panel.#receive(message));
    await page.addInitScript(playEditor, options.uiState ?? null);
    await page.route(`${origin}/**`, async route => {
      const path = new URL(route.request().url()).pathname;
      const body = await served(path, options);
      await route.fulfill(
        body === null ? { status: 404 } : { body: body.text, contentType: `${body.type}; charset=utf-8` },
      );
    });
    await page.goto(`${origin}/index.html`);
    await page.waitForFunction(() => document.querySelector('main:not([aria-busy])') !== null);
    return panel;
  }

  /** Sends a whole state, as the extension does several times per second. */
  async show(state: Panels[B]['state']): Promise<void> {
    await this.#post({ type: 'event', name: 'state', data: state });
  }

  async useTheme(name: ThemeName): Promise<void> {
    const theme = themes[name];
    await this.page.evaluate(
      ({ variables, bodyClass }) => {
        document.body.className = bodyClass;
        for (const [key, value] of variables) document.documentElement.style.setProperty(key, value);
      },
      { variables: themeVariables(theme), bodyClass: theme.bodyClass },
    );
  }

  /** Waits until the panel has sent the request `name`; resolves to its parameters. */
  async untilAsked(name: keyof Requests<B> & string): Promise<unknown> {
    return (await this.untilAskedAfter(name, 0)).params;
  }

  /** The same, ignoring the first `before` requests. */
  async untilAskedAfter(name: keyof Requests<B> & string, before: number): Promise<Asked> {
    for (;;) {
      const found = this.asked.slice(before).find(one => one.name === name);
      if (found) return found;
      await new Promise<void>(heard => {
        this.#heard = heard;
      });
    }
  }

  /** Waits until the panel has said `count` times that it has drawn a state. */
  async untilDrawn(count: number): Promise<void> {
    while (this.rests.length < count) {
      await new Promise<void>(heard => {
        this.#heard = heard;
      });
    }
  }

  /** Waits two frames, after which everything is drawn. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))),
    );
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  async #receive(message: unknown): Promise<void> {
    const { type, id, name, params, data } = message as Message;
    if (type === 'event' && name === 'drawn') {
      this.rests.push((data as PanelSignals['drawn']).rest);
      this.#heard();
    }
    if (type !== 'request') return;
    this.asked.push({ name, params });
    this.#heard();
    try {
      const answer = this.#answers[name];
      const result = answer === undefined ? null : await answer(params as never);
      await this.#post({ type: 'reply', id, result });
    } catch (error) {
      const { name: kind, message: text } = error as Error;
      await this.#post({ type: 'refusal', id, error: { name: kind, message: text } });
    }
  }

  async #post(message: unknown): Promise<void> {
    await this.page.evaluate(data => window.postMessage(data, '*'), message);
  }
}

/** Runs in the page before our script and provides `acquireVsCodeApi`, as the editor does. */
function playEditor(uiState: unknown): void {
  const editor = window as unknown as {
    acquireVsCodeApi: () => unknown;
    editorReceives: (message: unknown) => Promise<void>;
    uiState: unknown;
  };
  editor.uiState = uiState;
  editor.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void editor.editorReceives(message),
    getState: () => editor.uiState ?? undefined,
    setState: (state: unknown) => {
      editor.uiState = state;
    },
  });
  document.addEventListener('securitypolicyviolation', event => {
    console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

async function served(
  path: string,
  options: { bundle?: Bundle; theme?: ThemeName; bodyClass?: string },
): Promise<{ text: string; type: string } | null> {
  const theme = themes[options.theme ?? 'dark'];
  const bundle = options.bundle ?? 'run';
  const dist = process.env['LLMETER_DIST'] ?? join(projectRoot, 'dist');
  switch (path) {
    case '/index.html':
      return {
        type: 'text/html',
        text: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${origin}; font-src ${origin}; style-src ${origin}; script-src 'nonce-n0nce'">
<title>LLMeter</title><link rel="stylesheet" href="editor.css"><link rel="stylesheet" href="${bundle}.css"></head>
<body class="${theme.bodyClass} ${options.bodyClass ?? ''}" data-vscode-theme-kind="${theme.kind}">
<div id="app"></div><script nonce="n0nce" src="${bundle}.js"></script></body></html>`,
      };
    case '/editor.css': {
      const variables = themeVariables(theme).map(([name, value]) => `${name}:${value}`);
      return { type: 'text/css', text: `:root{${variables.join(';')}}${editorDefaults}` };
    }
    case `/${bundle}.js`:
      return { type: 'text/javascript', text: await readFile(join(dist, `webview/${bundle}.js`), 'utf8') };
    case `/${bundle}.css`:
      return { type: 'text/css', text: await readFile(join(dist, `webview/${bundle}.css`), 'utf8') };
    default:
      return null;
  }
}
