import type { ExperimentContent } from '../../protocol/experiments.ts';
import { PanelFrame } from '../parts/PanelFrame.tsx';
import { NotShown, Waiting } from '../parts/Waiting.tsx';
import { ComparisonView } from './comparison/ComparisonView.tsx';
import { HeatmapsView } from './heatmap/HeatmapsView.tsx';
import { ExperimentLiveView } from './live/ExperimentLiveView.tsx';
import { LoadTestsView } from './loadTest/LoadTestsView.tsx';
import type { ExperimentPanel } from './panel/experimentPanel.ts';
import { RepeatsView } from './RepeatsView.tsx';
import './experiments.css';

/** One panel for the whole life of an experiment: waiting, live, the result, or what went wrong. */
export function ExperimentApp({ panel }: { panel: ExperimentPanel }) {
  return (
    <PanelFrame notices={panel.notices}>
      <Body panel={panel} />
    </PanelFrame>
  );
}

function Body({ panel }: { panel: ExperimentPanel }) {
  const view = panel.view.value;
  switch (view.kind) {
    case 'loading':
      return <Waiting message={view.message} />;
    case 'error':
      return (
        <NotShown
          title="Experiment not shown"
          message={view.message}
          onShowLog={() => void panel.showLog()}
        />
      );
    case 'live':
      return <ExperimentLiveView panel={panel} progress={view.progress} />;
    case 'content':
      return <Content panel={panel} title={view.title} content={view.content} />;
    default:
      return view satisfies never;
  }
}

interface ContentProps {
  panel: ExperimentPanel;
  title: string;
  content: ExperimentContent;
}

function Content({ panel, title, content }: ContentProps) {
  switch (content.kind) {
    case 'runs':
      return <ComparisonView panel={panel} title={title} content={content} />;
    case 'load-tests':
      return <LoadTestsView panel={panel} title={title} content={content} />;
    case 'heatmaps':
      return <HeatmapsView panel={panel} title={title} {...content} />;
    case 'repeats':
      return <RepeatsView panel={panel} title={title} repeated={content.repeated} />;
    default:
      return content satisfies never;
  }
}
