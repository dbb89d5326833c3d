import { UserError } from '../../core/base/errors.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { RunViewRequests, RunViewState } from '../../protocol/view.ts';
import type { Page } from './servedView.ts';
import type { PanelSource } from './source.ts';

/** What the run page asks of the rest of the extension. */
export interface RunPageDeps {
  reader: EnginePort;
  revealFolder(folder: string): Promise<void>;
  runAgain(source: PanelSource<RunViewState>): Promise<void>;
}

/** The page of one run: live, then its report. */
export function runPage({
  reader,
  revealFolder,
  runAgain,
}: RunPageDeps): Page<RunViewState, RunViewRequests> {
  return {
    bundle: 'run',
    title: 'LLMeter run',
    live: ({ snapshot }) =>
      snapshot ? { kind: 'live', snapshot } : { kind: 'loading', message: 'Starting the benchmark…' },
    // The last snapshot says why the run failed.
    withoutFolder: ({ snapshot }) => snapshot && { kind: 'live', snapshot },
    saved: async ({ folders: [folder = ''] }) => ({
      kind: 'report',
      report: await reader.request('loadReport', { folder }),
    }),
    error: message => ({ kind: 'error', message }),
    handlers: source => ({
      loadRequest: ({ index }) => reader.request('loadRequest', { folder: folderOf(source), index }),
      compatViews: () => reader.request('compatViews', { folder: folderOf(source) }),
      revealFolder: async () => {
        const [folder] = source.folders;
        if (folder !== undefined) await revealFolder(folder);
        return null;
      },
      runAgain: async () => {
        await runAgain(source);
        return null;
      },
    }),
  };
}

function folderOf({ folders: [folder] }: PanelSource<RunViewState>): string {
  if (folder === undefined) throw new UserError('This run has no folder yet.');
  return folder;
}
