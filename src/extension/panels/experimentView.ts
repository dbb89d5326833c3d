import type * as vscode from 'vscode';
import type { ExperimentViewRequests, ExperimentViewState } from '../../protocol/experimentView.ts';
import type { ExperimentController } from '../measurements/experimentController.ts';
import type { ExperimentSource } from './experimentSource.ts';
import { saveAs } from './saveAs.ts';
import { copyText, ServedView } from './servedView.ts';

/** What an experiment view asks of the rest of the extension. */
export interface ExperimentViewActions {
  revealFolder(folder: string): Promise<void>;
  openRun(folder: string): void;
  exportReport(source: ExperimentSource): Promise<void>;
  showLog(): void;
  /** Tells a person what went wrong. */
  showProblem(error: unknown): void;
}

/** Serves one webview, panel or custom editor alike, with the state of one experiment or comparison. */
export function serveExperiment(
  panel: vscode.WebviewPanel,
  source: ExperimentSource,
  extension: vscode.Uri,
  experiments: ExperimentController,
  actions: ExperimentViewActions,
): void {
  const view = new ServedView<ExperimentViewState, ExperimentViewRequests>({
    ...{ panel, source, extension, onDidChange: experiments.onDidChange },
    page: { bundle: 'experiments', title: 'LLMeter experiment' },
    handlers: ready => ({
      ready,
      stop: async ({ stage }) => {
        const { session } = source;
        if (session && !session.over) await experiments.stop(session, stage);
        return null;
      },
      setDecidingMetric: async ({ decidingMetric }) => {
        source.setDecidingMetric(decidingMetric);
        await view.show();
        return null;
      },
      setBins: async ({ bins }) => {
        source.setBins(bins);
        await view.show();
        return null;
      },
      openRun: ({ folder }) => {
        actions.openRun(folder);
        return null;
      },
      revealFolder: async ({ folder }) => {
        await actions.revealFolder(folder);
        return null;
      },
      showLog: () => {
        actions.showLog();
        return null;
      },
      copy: copyText,
      save: async ({ suggestedName, content }) => {
        try {
          return await saveAs(suggestedName, content);
        } catch (error) {
          actions.showProblem(error);
          return false;
        }
      },
      exportReport: async () => {
        await actions.exportReport(source).catch(error => actions.showProblem(error));
        return null;
      },
    }),
  });
}
