import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './installPackages.ts';
import { projectRoot } from './projectRoot.ts';

const folder = join(projectRoot, 'test', 'harness', 'oldest-node');

/** The path of a Node of the oldest supported major version: the machine's own, or one from npm. */
export async function oldestNode(): Promise<string> {
  const { engines } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const major = Number.parseInt(engines.node.replace('>=', ''), 10);
  for (const path of (process.env['PATH'] ?? '').split(delimiter)) {
    const node = join(path, process.platform === 'win32' ? 'node.exe' : 'node');
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    if (stdout?.startsWith(`v${major}.`)) return node;
  }
  await installPackages(folder, 'the oldest supported Node');
  const [name = ''] = Object.keys(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).optionalDependencies,
  ).filter(entry => entry.endsWith(`${process.platform.replace('win32', 'win')}-${process.arch}`));
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
