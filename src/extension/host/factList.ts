import * as vscode from 'vscode';

/** A tooltip of names and values, one a line. Values are text: nothing in them is formatted or linked. */
export function factList(facts: readonly (readonly [name: string, value: string])[]): vscode.MarkdownString {
  const list = new vscode.MarkdownString();
  facts.forEach(([name, value], index) => {
    list.appendMarkdown(`${index > 0 ? '\n\n' : ''}**${name}** `).appendText(value);
  });
  return list;
}
