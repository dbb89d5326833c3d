import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './installPackages.ts';
import { projectRoot } from './projectRoot.ts';

const serverFolder = join(projectRoot, 'test', 'harness', 'vscode-server');
const workbenchFolder = join(serverFolder, 'workbench');

/**
 * Installs the VS Code server that the package code-server contains.
 * Returns the path of the script that starts it without code-server's own front end.
 */
export async function installVscodeServer(): Promise<string> {
  await installPackages(serverFolder, 'the VS Code server that the tests drive');
  await installPackages(workbenchFolder, 'the packages of the VS Code server');
  const vscode = join(serverFolder, 'node_modules', 'code-server', 'lib', 'vscode');
  const link = join(vscode, 'node_modules');
  if (!existsSync(link)) {
    rmSync(link, { force: true });
    symlinkSync(join(workbenchFolder, 'node_modules'), link, 'junction');
  }
  return join(vscode, 'out', 'server-main.js');
}
