import type { ChartTheme } from '../../charts/chart.ts';

/** Dark on white, for paper. */
export const paper: ChartTheme = {
  foreground: '#1f2328',
  muted: '#59636e',
  grid: '#e4e8ec',
  surface: '#ffffff',
  border: '#d1d9e0',
  primary: '#0969da',
  secondary: '#bc4c00',
  failed: '#b00020',
  fontFamily: 'system-ui, sans-serif',
  highContrast: false,
};
