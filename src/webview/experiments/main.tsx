// The experiment panel: comparisons, load tests and heatmaps, in progress or finished. See ../run/main.tsx for what the
// webview module owns. Start with panel/experimentPanel.ts, the state of this panel and its requests to the extension,
// and ExperimentApp.tsx, which chooses the view; each kind of result has a folder of its own.

import { openPanel } from '../host/openPanel.tsx';
import { ExperimentApp } from './ExperimentApp.tsx';
import { ExperimentPanel } from './panel/experimentPanel.ts';
import './registerCharts.ts';

openPanel(
  (api, probe) => new ExperimentPanel(api, probe),
  panel => <ExperimentApp panel={panel} />,
);
