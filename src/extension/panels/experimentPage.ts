import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import type {
  ExperimentProgress,
  ExperimentViewRequests,
  ExperimentViewState,
} from '../../protocol/experimentView.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { comparisonName, saveAs } from './saveAs.ts';
import type { Page } from './servedView.ts';

/** What the experiment page asks of the rest of the extension. */
export interface ExperimentPageDeps {
  reader: EnginePort;
  revealFolder(folder: string): Promise<void>;
  openRun(folder: string): void;
  exportReport(folders: readonly string[]): Promise<void>;
  showError(error: unknown): void;
}

/** The page of an experiment, live and then with its results, or of saved folders side by side. */
export function experimentPage(deps: ExperimentPageDeps): Page<ExperimentViewState, ExperimentViewRequests> {
  return {
    bundle: 'experiments',
    title: 'LLMeter experiment',
    live: measurement => ({ kind: 'live', progress: progressOf(measurement) }),
    withoutFolder: () => null,
    saved: async ({ content: read, folders, ...choices }) => {
      const content =
        read ?? (await deps.reader.request('openExperiment', { folders: [...folders], ...choices }));
      return { kind: 'content', title: titleOf(content, folders), content };
    },
    error: message => ({ kind: 'error', message }),
    handlers: (source, update) => ({
      setDecidingMetric: async choice => {
        source.choose(choice);
        await update();
        return null;
      },
      setBins: async choice => {
        source.choose(choice);
        await update();
        return null;
      },
      openRun: ({ folder }) => {
        deps.openRun(folder);
        return null;
      },
      revealFolder: async ({ folder }) => {
        await deps.revealFolder(folder);
        return null;
      },
      save: async ({ suggestedName, content }) => {
        try {
          return await saveAs(suggestedName, content);
        } catch (error) {
          deps.showError(error);
          return false;
        }
      },
      exportReport: async () => {
        await deps.exportReport(source.folders).catch(error => deps.showError(error));
        return null;
      },
    }),
  };
}

function progressOf({ request, title, stopping, steps }: LiveMeasurement): ExperimentProgress {
  const { kind, recipe } = request;
  if (kind === 'run') throw new Error('A single run has a page of its own.');
  return { title, kind, recipe, stopping, steps: [...steps] };
}

/** The tab shows the name of the folder. The sides of an A/B test or a comparison say more. */
function titleOf(content: ExperimentContent, folders: readonly string[]): string {
  if (content.kind !== 'runs') return comparisonName(folders);
  return content.comparison.runs.map(({ name }) => name).join(' vs. ');
}
