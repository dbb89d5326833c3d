export type Style = (text: string) => string;

/** The styles that the command line uses. Each is the identity if colours are off. */
export interface Styles {
  bold: Style;
  dim: Style;
  good: Style;
  bad: Style;
  warn: Style;
  accent: Style;
}

const plain: Style = text => text;
const sgr =
  (on: number, off: number): Style =>
  text =>
    text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;

export function styles(colours: boolean): Styles {
  if (!colours) return { bold: plain, dim: plain, good: plain, bad: plain, warn: plain, accent: plain };
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    good: sgr(32, 39),
    bad: sgr(31, 39),
    warn: sgr(33, 39),
    accent: sgr(36, 39),
  };
}
