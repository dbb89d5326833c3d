import { render } from 'preact';
import '../parts/base.css';
import '../parts/controls.css';
import '../parts/tables.css';
import '../parts/highContrast.css';
import { RunApp } from './RunApp.tsx';
import { RunPanel } from './runPanel.ts';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
const probe = document.body.appendChild(document.createElement('span'));
probe.hidden = true;
const panel = new RunPanel(acquireVsCodeApi(), probe);
render(<RunApp panel={panel} />, root);
void panel.start();
