// `npm test`: runs the stages named on the command line one after another, or all stages if none is named.
// The last line is the total of all stages: "N passed, N failed".
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { launchBrowser } from './launchBrowser.ts';
import { projectRoot } from './projectRoot.ts';

interface Counts {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  title: string;
  run(): Promise<Counts>;
}

type Environment = Readonly<Record<string, string>>;

/** Keeps compiled modules between processes: the tests start hundreds of engines from source. */
const compileCache = join(projectRoot, '.cache', 'node');

/** Folders of test/ that are not mocha stages: some need VS Code, the others contain no tests. */
const foldersWithOwnRunner = ['host', 'e2e', 'bench', 'harness', 'fixtures'];

const stages: Stage[] = [
  ...mochaFolders().map(folder => ({
    name: folder,
    title: `Tests: ${folder}`,
    run: async () => {
      // Test files run in parallel, and only one process may install the browser.
      if (folder === 'webview') await (await launchBrowser()).close();
      const args = [
        'node_modules/mocha/bin/mocha.js',
        ...['--config', 'test/mocharc.json'],
        // Every machine has at least two cores.
        ...['--parallel', '--jobs', '2'],
        `test/${folder}/**/*.test.ts`,
      ];
      return mocha('node', args, { NODE_COMPILE_CACHE: compileCache });
    },
  })),
  { name: 'types', title: 'Types, module by module', run: checkTypes },
  { name: 'lint', title: 'Format and lint', run: () => check('biome', ['check', '--error-on-warnings']) },
  {
    name: 'host',
    title: 'Tests inside the extension host',
    run: () => mocha('node', ['test/harness/hostRunner.ts']),
  },
  {
    name: 'e2e',
    title: 'Tests end to end, with the packaged extension',
    run: () => mocha('node', ['test/harness/e2eRunner.ts']),
  },
];

await runStages(process.argv.slice(2));

async function runStages(names: string[]): Promise<void> {
  const unknown = names.find(name => !stages.some(stage => stage.name === name));
  if (unknown)
    throw new Error(
      `There is no stage "${unknown}"; there are ${stages.map(stage => stage.name).join(', ')}.`,
    );
  const chosen = names.length ? stages.filter(stage => names.includes(stage.name)) : stages;
  const total: Counts = { passed: 0, failed: 0 };
  const summary: string[] = [];
  for (const stage of chosen) {
    console.log(`\n=== ${stage.title}`);
    const started = performance.now();
    const counts = await stage.run();
    total.passed += counts.passed;
    total.failed += counts.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(`${stage.name.padEnd(14)} ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
  }
  console.log(`\n=== Summary\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed ? 1 : 0;
}

/** Every folder of test/ with tests for plain mocha. A new folder needs no entry here. */
function mochaFolders(): string[] {
  return readdirSync(join(projectRoot, 'test'), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !foldersWithOwnRunner.includes(entry.name))
    .map(entry => entry.name)
    .filter(name => globSync(`test/${name}/**/*.test.ts`, { cwd: projectRoot }).length)
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** The fast stages run first: a mistake shows early. */
function rank(folder: string): number {
  const index = ['unit', 'conformance', 'transcripts'].indexOf(folder);
  return index < 0 ? 99 : index;
}

/** One check for each tsconfig. Modules have different globals, so each is compiled separately. */
async function checkTypes(): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0 };
  for (const config of globSync('{src/*,test,test/webview}/tsconfig.json', { cwd: projectRoot }).sort()) {
    const { passed, failed } = await check('tsc', ['-p', config], dirname(config));
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

async function check(command: string, args: string[], label = command): Promise<Counts> {
  const { code } = await execute(join(projectRoot, 'node_modules', '.bin', command), args);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${label}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs a command that ends with mocha's summary, and reads the counts from it. */
async function mocha(command: string, args: string[], env: Environment = {}): Promise<Counts> {
  const { code, output } = await execute(command, args, env);
  const count = (word: string) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}`, 'm'))?.[1] ?? 0);
  const [passed, failed] = [count('passing'), count('failing')];
  const nothingRan = passed + failed === 0;
  if (nothingRan) console.log('No test ran.');
  return { passed, failed: Math.max(failed, code !== 0 || nothingRan ? 1 : 0) };
}

/** Runs a command in the project's root. Shows its output and returns a copy of it. */
function execute(
  command: string,
  args: string[],
  env: Environment = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const onWindows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: onWindows,
    });
    let output = '';
    child.stdout.on('data', chunk => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}
