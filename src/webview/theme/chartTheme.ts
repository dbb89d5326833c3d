import { type Signal, signal } from '@preact/signals';
import type { ChartTheme } from '../../charts/chart.ts';

/**
 * Reads the theme's colours for canvases, which cannot use CSS variables. `probe` must be in the document: the
 * browser resolves the colour of its text from whatever a variable holds.
 */
function readChartTheme(probe: HTMLElement): ChartTheme {
  const colour = (...names: string[]) => {
    probe.style.color = '';
    probe.style.color = names.reduceRight((fallback, name) => `var(${name}, ${fallback})`, 'currentcolor');
    return getComputedStyle(probe).color;
  };
  const body = getComputedStyle(document.body);
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    foreground: colour('--vscode-editor-foreground', '--vscode-foreground'),
    muted: colour('--vscode-descriptionForeground', '--vscode-foreground'),
    grid: highContrast
      ? colour('--vscode-charts-lines')
      : colour('--vscode-panel-border', '--vscode-charts-lines'),
    surface: colour('--vscode-editorHoverWidget-background', '--vscode-editor-background'),
    border: colour('--vscode-contrastBorder', '--vscode-editorHoverWidget-border', '--vscode-charts-lines'),
    primary: colour('--vscode-charts-blue'),
    secondary: colour('--vscode-charts-purple'),
    more: [colour('--vscode-charts-orange'), colour('--vscode-charts-green')],
    failed: colour('--vscode-charts-red', '--vscode-errorForeground'),
    fontFamily: body.fontFamily,
    highContrast,
  };
}

/** The theme's colours, read again whenever the editor changes its theme. */
export function watchedChartTheme(probe: HTMLElement): Signal<ChartTheme> {
  const theme = signal(readChartTheme(probe));
  watchTheme(() => {
    theme.value = readChartTheme(probe);
  });
  return theme;
}

/** Calls back after the editor changes its theme, which sets the root's style and the body's class. */
function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
