import { openPanel } from '../host/openPanel.tsx';
import { ExperimentApp } from './ExperimentApp.tsx';
import { ExperimentPanel } from './panel/experimentPanel.ts';
import './registerCharts.ts';

openPanel(
  (api, probe) => new ExperimentPanel(api, probe),
  panel => <ExperimentApp panel={panel} />,
);
