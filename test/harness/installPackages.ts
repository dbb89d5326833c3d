import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the packages that the lock file of `folder` pins, unless they are installed. Install scripts never
 * run, because the tests do not need the native parts that they would compile.
 */
export async function installPackages(folder: string, what: string): Promise<void> {
  const stampFile = join(folder, 'node_modules', '.installed');
  const stamp = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log(`Installing ${what} from npm (once) ...`);
  await npm(
    ['ci', '--ignore-scripts', '--legacy-peer-deps', '--loglevel=error', '--no-audit', '--no-fund'],
    folder,
  );
  writeFileSync(stampFile, stamp);
}

/** Runs npm in `folder`; its errors are shown, its other output is not. */
export function npm(args: string[], folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve()
        : reject(new Error(`npm ${args.join(' ')} failed with code ${code} in ${folder}.`)),
    );
  });
}
