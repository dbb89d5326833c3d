import { showInformationMessage, showWarningMessage } from './inert.ts';

/** Notifies that something has ended, with a button that shows it; as a warning if it failed. */
export function announce(text: string, failed: boolean, open: () => void): void {
  const show = failed ? showWarningMessage : showInformationMessage;
  void show(text, 'Open').then(answer => {
    if (answer) open();
  });
}
