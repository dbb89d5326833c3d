// `npm run vscode`: opens the built extension in the desktop VS Code, or in a browser if there is none.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';
import { startVscodeServer } from './startVscodeServer.ts';
import { remoteUri, workbenchUrl } from './workbenchUrl.ts';

/** Kept between starts, so that endpoints, runs and settings are still there. */
const home = join(projectRoot, '.cache', 'vscode');
const workspace = join(home, 'workspace');
mkdirSync(workspace, { recursive: true });

const desktop = spawnSync('code', ['--version'], { shell: process.platform === 'win32' });
if (desktop.status === 0) {
  console.log('Opening the extension in VS Code ...');
  const args = [`--extensionDevelopmentPath=${projectRoot}`, '--new-window', workspace];
  process.exitCode =
    spawnSync('code', args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1;
} else {
  const server = await startVscodeServer({
    extensionsDir: join(home, 'extensions'),
    userDataDir: join(home, 'user'),
    port: Number(process.env['PORT'] ?? 8181),
  });
  const url = workbenchUrl(server.port, workspace, {
    extensionDevelopmentPath: remoteUri(server.port, projectRoot),
  });
  console.log(`There is no \`code\` on the PATH, so VS Code is served in the browser. Open:\n\n  ${url}\n`);
  console.log('Press Ctrl+C to stop the server.');
}
