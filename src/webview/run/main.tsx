/**
 * The webview module is what people see and click in a panel: one bundle for the run panel, one for the experiment
 * panel. It never measures and never reads files: the extension sends each panel its whole state, and a panel asks
 * the extension for everything else. Start with panel/runPanel.ts, the state of this panel and its requests, and
 * RunApp.tsx, which chooses the view. What both panels share is in ../parts, ../chart, ../live and ../host.
 */

import { openPanel } from '../host/openPanel.tsx';
import { RunApp } from './RunApp.tsx';
import './registerCharts.ts';
import { RunPanel } from './panel/runPanel.ts';

openPanel(
  (api, probe) => new RunPanel(api, probe),
  panel => <RunApp panel={panel} />,
);
