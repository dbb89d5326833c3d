import type * as vscode from 'vscode';
import type { RunViewRequests, RunViewState } from '../../protocol/view.ts';
import type { RunController } from '../measurements/runController.ts';
import { copyText, ServedView } from './servedView.ts';
import type { RunSource } from './source.ts';

/** What a run view asks of the rest of the extension. */
export interface RunViewActions {
  revealFolder(folder: string): Promise<void>;
  runAgain(source: RunSource): Promise<void>;
  showLog(): void;
}

/** Serves one webview, panel or custom editor alike, with the state of one run. */
export function serveRun(
  panel: vscode.WebviewPanel,
  source: RunSource,
  extension: vscode.Uri,
  runs: RunController,
  actions: RunViewActions,
): void {
  new ServedView<RunViewState, RunViewRequests>({
    ...{ panel, source, extension, onDidChange: runs.onDidChange },
    page: { bundle: 'run', title: 'LLMeter run' },
    handlers: ready => ({
      ready,
      stop: async ({ stage }) => {
        const { session } = source;
        if (session && !session.over) await runs.stop(session, stage);
        return null;
      },
      loadRequest: ({ index }) => source.request(index),
      compatViews: () => source.compatViews(),
      revealFolder: async () => {
        if (source.folder !== null) await actions.revealFolder(source.folder);
        return null;
      },
      runAgain: async () => {
        await actions.runAgain(source);
        return null;
      },
      showLog: () => {
        actions.showLog();
        return null;
      },
      copy: copyText,
    }),
  });
}
