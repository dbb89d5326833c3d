import { styleCodes, styleSequence } from '../process/terminalText.ts';

export type Style = (text: string) => string;

/** The styles that the command line uses. Each is the identity if colours are off. */
export type Styles = Record<keyof typeof styleCodes, Style>;

export function styles(colours: boolean): Styles {
  const named = Object.entries(styleCodes).map(([name, [on, off]]): [string, Style] => [
    name,
    text => (colours && text !== '' ? `${styleSequence(on)}${text}${styleSequence(off)}` : text),
  ]);
  return Object.fromEntries(named) as Styles;
}
