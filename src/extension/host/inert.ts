import * as vscode from 'vscode';
import { shownLine, shownText } from '../../core/format/shownText.ts';

// Names, errors and answers come from files and servers. Everything of theirs that the editor itself shows comes
// through here, so that no control or direction character in it has an effect.

/** A line of a tree. The tooltips of `factList` are inert already. */
export function inertItem<T extends vscode.TreeItem>(item: T): T {
  const { label, description, tooltip, accessibilityInformation } = item;
  if (typeof label === 'string') item.label = shownLine(label);
  if (typeof description === 'string') item.description = shownLine(description);
  if (typeof tooltip === 'string') item.tooltip = shownText(tooltip);
  if (accessibilityInformation) {
    item.accessibilityInformation = {
      ...accessibilityInformation,
      label: shownLine(accessibilityInformation.label),
    };
  }
  return item;
}

/** A line of a quick pick. */
export function inertChoice<T extends vscode.QuickPickItem>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: shownLine(label),
    ...(description !== undefined && { description: shownLine(description) }),
    ...(detail !== undefined && { detail: shownLine(detail) }),
  };
}

type Show = typeof vscode.window.showInformationMessage;

/** Notifications and modals, as VS Code's functions of the same names show them. */
export const showInformationMessage = inert(() => vscode.window.showInformationMessage);
export const showWarningMessage = inert(() => vscode.window.showWarningMessage);
export const showErrorMessage = inert(() => vscode.window.showErrorMessage);

function inert(show: () => Show): Show {
  const shown = (text: string, first?: object | string, ...others: never[]) => {
    const { detail } = Object(first) as vscode.MessageOptions;
    const options = typeof detail === 'string' ? { ...Object(first), detail: shownText(detail) } : first;
    return show()(shownText(text), ...(first === undefined ? [] : [options as never]), ...others);
  };
  return shown as Show;
}
