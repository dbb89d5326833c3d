import assert from 'node:assert/strict';
import { listFiles, PackageManager } from '@vscode/vsce';
import { projectRoot } from '../harness/projectRoot.ts';

/** Everything that may ship; `.vscodeignore` excludes the rest. */
const mayShip = [
  /^(?:package\.json|package\.nls\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/[\w-]+\.(?:js|cjs)$/,
  /^dist\/webview\/[\w-]+\.(?:js|css)$/,
  /^media\/[\w-]+\.(?:svg|png)$/,
  /^schemas\/[\w.-]+\.(?:json|d\.ts)$/,
];

const mustShip = [
  ...['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
  ...[
    'dist/extension.cjs',
    'dist/cli.js',
    'dist/engineWorker.js',
    'dist/simulatorWorker.js',
    'dist/callbackWorker.js',
  ],
  ...['dist/webview/run.js', 'dist/webview/run.css'],
  ...['dist/webview/experiments.js', 'dist/webview/experiments.css', 'media/icon.png'],
];

describe('the VSIX', () => {
  it('contains all required files and no others', async () => {
    const files = await listFiles({ cwd: projectRoot, packageManager: PackageManager.None });
    const shipped = files.map(file => file.replaceAll('\\', '/'));
    assert.deepEqual(
      shipped.filter(file => !mayShip.some(pattern => pattern.test(file))),
      [],
    );
    assert.deepEqual(
      mustShip.filter(file => !shipped.includes(file)),
      [],
    );
  });
});
