import { pathToFileURL } from 'node:url';

/** The address of a VS Code window on `folder`; `payload` is what a desktop VS Code takes as arguments. */
export function workbenchUrl(port: number, folder: string, payload: Record<string, string> = {}): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', pathToFileURL(folder).pathname);
  url.searchParams.set('payload', JSON.stringify(Object.entries({ ...payload, skipWelcome: 'true' })));
  return url.href;
}

/** A local path as the browser's VS Code names it. */
export function remoteUri(port: number, path: string): string {
  return `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
}
