import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The only folders that webviews may load from. */
export function viewResources(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'webview'), vscode.Uri.joinPath(extension, 'media')];
}

/** The page around a webview bundle: no inline style, no inline script, no eval, no network. */
export function viewHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  bundle: string,
  title: string,
): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${file(`${bundle}.css`)}">
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
</body>
</html>`;
}
