import { spawn } from 'node:child_process';
import { projectRoot } from './projectRoot.ts';

/** Runs a command in the project's root and shows its output. Rejects unless it exits with 0. */
export function runCommand(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command !== process.execPath,
    });
    child.on('error', reject);
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with code ${code}.`)),
    );
  });
}

export function runNode(args: string[], env: Record<string, string> = {}): Promise<void> {
  return runCommand(process.execPath, args, env);
}
