import { pathToFileURL } from 'node:url';

/** The address of a VS Code window on `folder`; `payload` replaces the arguments of a desktop VS Code. */
export function workbenchUrl(port: number, folder: string, payload: Record<string, string> = {}): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', pathToFileURL(folder).pathname);
  url.searchParams.set('payload', JSON.stringify(Object.entries({ ...payload, skipWelcome: 'true' })));
  return url.href;
}

/** The URI of a local path in the browser's VS Code. */
export function remoteUri(port: number, path: string): string {
  return `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
}
