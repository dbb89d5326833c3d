import { openPanel } from '../host/openPanel.tsx';
import { RunApp } from './RunApp.tsx';
import './registerCharts.ts';
import { RunPanel } from './panel/runPanel.ts';

openPanel(
  (api, probe) => new RunPanel(api, probe),
  panel => <RunApp panel={panel} />,
);
