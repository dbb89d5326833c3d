import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';

interface Metafile {
  outputs: Record<string, Output>;
}
interface Output {
  bytes: number;
  imports: { path: string; kind: string; external?: boolean }[];
  inputs: Record<string, unknown>;
}

const outdir = mkdtempSync(join(tmpdir(), 'llmeter-bundles-'));
/** Large packages that only some runs, charts or exports need. */
const late = ['openai', '@anthropic-ai', '@aws-sdk', '@smithy', 'echarts', 'zrender', 'hyparquet'];
const kilobyte = 1024;

describe('production bundles', () => {
  before(() => {
    execFileSync(process.execPath, ['esbuild.mjs', '--production', `--outdir=${outdir}`], {
      cwd: projectRoot,
    });
  });
  after(() => rmSync(outdir, { recursive: true, force: true }));

  it('all exist', () => {
    const entries = [
      'extension.cjs',
      'planText.cjs',
      'cli.js',
      'engineWorker.js',
      'serveEngine.js',
      'simulatorWorker.js',
      'callbackWorker.js',
      'webview/run.js',
      'webview/run.css',
      'webview/experiments.js',
      'webview/experiments.css',
    ];
    assert.deepEqual(
      entries.filter(entry => !existsSync(join(outdir, entry))),
      [],
    );
  });

  it('extension.cjs stays small, because the editor reads it at every start', () => {
    atMost('extension.cjs', 200);
  });

  it('extension.cjs loads large code on first use, from a bundle that ships', () => {
    const apart = output('extension', 'extension.cjs').imports.filter(
      ({ kind }) => kind === 'dynamic-import',
    );
    assert.deepEqual(
      apart.map(({ path }) => path),
      ['./planText.cjs'],
    );
  });

  it('extension.cjs contains no SDK, no engine and no simulator', () => {
    const { inputs } = output('extension', 'extension.cjs');
    const packages = [...new Set(Object.keys(inputs).flatMap(packageOf))].sort();
    assert.deepEqual(packages, ['zod']);
    const foreign = Object.keys(inputs).filter(path => /^src\/(?:engine|simulator|cli|webview)\//.test(path));
    assert.deepEqual(foreign.sort(), [
      'src/engine/inProcessEngine.ts',
      'src/engine/messageWire.ts',
      'src/engine/spawnEngine.ts',
    ]);
  });

  for (const entry of ['cli.js', 'engineWorker.js', 'serveEngine.js', 'simulatorWorker.js']) {
    it(`${entry} loads an SDK only when a run needs it, and charts only when it draws them`, () => {
      const loaded = [...staticClosure('node', entry === 'cli.js' ? startOfCli() : entry)].flatMap(name =>
        Object.keys(output('node', name).inputs),
      );
      assert.deepEqual(
        loaded.flatMap(packageOf).filter(name => late.some(sdk => name.startsWith(sdk))),
        [],
      );
    });
  }

  it('cli.js loads next to nothing before it has checked the version of Node', () => {
    const loaded = [...staticClosure('node', 'cli.js')].flatMap(name =>
      Object.keys(output('node', name).inputs),
    );
    assert.deepEqual(loaded.sort(), [
      'package.json',
      ...['src/cli/main.ts', 'src/cli/process/exitCodes.ts', 'src/cli/process/nodeProblem.ts'],
      'src/cli/process/version.ts',
    ]);
  });

  it('cli.js is executable as a program', () => {
    assert.equal(readFileSync(join(outdir, 'cli.js'), 'utf8').split('\n')[0], '#!/usr/bin/env node');
  });

  it('webviews stay small: the run panel has no code that only experiments use', () => {
    atMost('webview/run.js', 650);
    atMost('webview/experiments.js', 760);
  });

  it('webviews use neither eval nor the network', () => {
    for (const name of outputs('webview').filter(name => name.endsWith('.js'))) {
      const text = readFileSync(join(outdir, 'webview', name), 'utf8');
      const forbidden = text.match(
        /\beval\(|new Function\(|\bFunction\("|\bfetch\(|XMLHttpRequest|new WebSocket/g,
      );
      assert.deepEqual(forbidden, null, name);
    }
  });
});

/** What cli.js loads after its check. */
function startOfCli(): string {
  const [start] = output('node', 'cli.js').imports.filter(({ kind }) => kind === 'dynamic-import');
  assert.ok(start);
  return basename(start.path);
}

function metafile(bundle: string): Metafile {
  return JSON.parse(readFileSync(join(outdir, 'meta', `${bundle}.json`), 'utf8'));
}

function outputs(bundle: string): string[] {
  return Object.keys(metafile(bundle).outputs).map(path => basename(path));
}

function output(bundle: string, name: string): Output {
  const found = Object.entries(metafile(bundle).outputs).find(([path]) => basename(path) === name);
  assert.ok(found, `${name} is an output of ${bundle}`);
  return found[1];
}

/** `name` and the outputs that load together with it, without those behind `import()`. */
function staticClosure(bundle: string, name: string, reached = new Set<string>()): Set<string> {
  if (reached.has(name)) return reached;
  reached.add(name);
  for (const found of output(bundle, name).imports) {
    if (found.kind === 'import-statement' && !found.external)
      staticClosure(bundle, basename(found.path), reached);
  }
  return reached;
}

function packageOf(input: string): string[] {
  const name = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/)?.[1];
  return name ? [name] : [];
}

function atMost(file: string, kilobytes: number): void {
  const { size } = statSync(join(outdir, file));
  assert.ok(
    size <= kilobytes * kilobyte,
    `${file} has ${Math.ceil(size / kilobyte)} KB, more than ${kilobytes}`,
  );
}
