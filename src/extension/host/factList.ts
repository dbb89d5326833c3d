import * as vscode from 'vscode';
import { shownLine } from '../../core/format/shownText.ts';

/** A tooltip of names and values, one per line. Values are plain text: no formatting, no links. */
export function factList(facts: readonly (readonly [name: string, value: string])[]): vscode.MarkdownString {
  const list = new vscode.MarkdownString();
  facts.forEach(([name, value], index) => {
    list.appendMarkdown(`${index > 0 ? '\n\n' : ''}**${name}** `).appendText(shownLine(value));
  });
  return list;
}
