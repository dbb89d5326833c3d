import { type ComponentChild, render } from 'preact';
import '../theme/base.css';
import '../theme/controls.css';
import '../theme/tables.css';
import '../theme/highContrast.css';
import type { VsCodeApi } from './vscodeHost.ts';

/**
 * Renders a panel into the page and starts it. `make` gets VS Code's interface for webviews and an element that
 * resolves the theme's colours.
 */
export function openPanel<P extends { start(): Promise<void> }>(
  make: (api: VsCodeApi, probe: HTMLElement) => P,
  draw: (panel: P) => ComponentChild,
): void {
  const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
  const probe = document.body.appendChild(document.createElement('span'));
  probe.hidden = true;
  const panel = make(acquireVsCodeApi(), probe);
  render(draw(panel), root);
  void panel.start();
}
