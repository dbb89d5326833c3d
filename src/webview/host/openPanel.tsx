import { type ComponentChild, render } from 'preact';
import '../theme/base.css';
import '../theme/controls.css';
import '../theme/tables.css';
import '../theme/highContrast.css';
import type { VsCodeApi } from './vscodeHost.ts';

/**
 * Puts a panel into the page and lets it ask for its state. `make` gets VS Code's own interface and an
 * element that resolves the theme's colours.
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
