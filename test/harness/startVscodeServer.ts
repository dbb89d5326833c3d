import { spawn } from 'node:child_process';
import { installVscodeServer } from './installVscodeServer.ts';

export interface VscodeServerOptions {
  /** Folder of unpacked extensions; it may be empty. */
  extensionsDir: string;
  /** Holds the user's settings (User/settings.json) and the server's own data. */
  userDataDir: string;
  /** Asks for workspace trust, as a desktop VS Code does. Without it, every workspace is trusted. */
  workspaceTrust?: boolean;
  /** Set to keep it stable between runs; any free port otherwise. */
  port?: number;
}

export interface VscodeServer {
  port: number;
  /** Everything the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a VS Code server on the loopback interface and resolves when it listens. */
export async function startVscodeServer(options: VscodeServerOptions): Promise<VscodeServer> {
  const child = spawn(process.execPath, [await installVscodeServer(), ...serverArguments(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>(resolve => child.once('close', () => resolve()));
  let log = '';
  const port = await new Promise<number>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      log += chunk;
      const listening = log.match(/Extension host agent listening on (\d+)/);
      if (listening) resolve(Number(listening[1]));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    void exited.then(() => reject(new Error(`The VS Code server ended before it listened:\n${log}`)));
  });
  return {
    port,
    log: () => log,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Installs a VSIX into an extensions folder, as a user's "Install from VSIX" does. */
export async function installVsix(vsix: string, extensionsDir: string, userDataDir: string): Promise<void> {
  const folders = [
    '--extensions-dir',
    extensionsDir,
    '--server-data-dir',
    userDataDir,
    '--user-data-dir',
    userDataDir,
  ];
  const child = spawn(
    process.execPath,
    [await installVscodeServer(), '--accept-server-license-terms', ...folders, '--install-extension', vsix],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stdout.on('data', chunk => {
    log += chunk;
  });
  child.stderr.on('data', chunk => {
    log += chunk;
  });
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0) throw new Error(`VS Code did not accept ${vsix}:\n${log}`);
}

function serverArguments({
  extensionsDir,
  userDataDir,
  workspaceTrust,
  port = 0,
}: VscodeServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry', '--enable-smoke-test-driver'],
    ...['--extensions-dir', extensionsDir, '--user-data-dir', userDataDir, '--server-data-dir', userDataDir],
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
  ];
}
