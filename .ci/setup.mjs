// Runs before `npm start`, `npm test` and similar scripts, on the machine's own Node (see `engines` in package.json).
// Installs the packages of package-lock.json if node_modules differs from it, then builds dist/.
//   node .ci/setup.mjs [--packages-only] [options of esbuild.mjs]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npmBins = join(root, 'node_modules', '.bin');
const onWindows = process.platform === 'win32';

/** The oldest Node that runs the TypeScript sources as they are. */
const oldestNode = [22, 18];

const reason = whyInstall();
if (reason) {
  console.log(`Installing the packages of package-lock.json (${reason}) ...`);
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund']);
}
requireModernNode();
const options = process.argv.slice(2);
if (!options.includes('--packages-only')) {
  console.log('Building dist/ ...');
  run('node', ['esbuild.mjs', ...options]);
}

/** Why `npm ci` is needed, or undefined. Packages for other platforms are optional and may be absent. */
function whyInstall() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'there is no node_modules yet';
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const differing = Object.entries(wanted).find(
    ([path, entry]) =>
      path !== '' && !(entry.optional && !installed[path]) && installed[path]?.integrity !== entry.integrity,
  );
  return differing && `${differing[0].replace(/^.*node_modules\//, '')} changed`;
}

/** npm installs Node 24 on most platforms. On the others, the machine's own Node must be new enough. */
function requireModernNode() {
  const version = output('node', ['--version']);
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `LLMeter builds with Node ${oldestNode.join('.')} or newer, and npm has none for ${process.platform}-${process.arch}: ` +
      `install Node 24 (found ${version}) and try again.`,
  );
  process.exit(1);
}

function run(command, args) {
  const { status, error } = spawn(command, args, 'inherit');
  if (status === 0) return;
  console.error(
    `Setup failed: \`${command} ${args.join(' ')}\` ${error?.message ?? `ended with code ${status}`}.`,
  );
  process.exit(1);
}

function output(command, args) {
  return String(spawn(command, args, 'pipe').stdout).trim();
}

function spawn(command, args, stdio) {
  const pathKey = Object.keys(process.env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = `${npmBins}${onWindows ? ';' : ':'}${process.env[pathKey]}`;
  return spawnSync(command, args, {
    cwd: root,
    stdio,
    shell: onWindows,
    env: { ...process.env, [pathKey]: path },
  });
}
