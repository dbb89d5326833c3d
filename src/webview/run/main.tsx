// The webviews of the editor: one bundle for the run panel, one for the experiment panel. This module owns what people
// see and click, and nothing else: it measures nothing and reads no files. The extension sends each panel its whole
// state, and a panel asks the extension for everything that it wants done.
// Start with panel/runPanel.ts, the state of this panel and its requests to the extension, and RunApp.tsx, which
// chooses the view. What both panels share is in ../parts, ../chart, ../live and ../host.

import { openPanel } from '../host/openPanel.tsx';
import { RunApp } from './RunApp.tsx';
import './registerCharts.ts';
import { RunPanel } from './panel/runPanel.ts';

openPanel(
  (api, probe) => new RunPanel(api, probe),
  panel => <RunApp panel={panel} />,
);
