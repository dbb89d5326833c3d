// Builds everything that ships, or, with --host-tests, the suite that runs inside VS Code.
//   node esbuild.mjs [--production] [--watch] [--host-tests] [--outdir=dist]
// Writes the metafile of each bundle to <outdir>/meta, where the tests of sizes and contents read it.
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    'host-tests': { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});
const { production } = flags;
const outdir = resolve(root, flags.outdir);

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  sourcemap: production ? false : 'linked',
  // Identifiers keep their names on Node, because users see the names of error classes and stack traces.
  minifyWhitespace: production,
  minifySyntax: production,
};

/** @type {esbuild.BuildOptions} */
const extension = {
  ...common,
  entryPoints: { extension: 'src/extension/extension.ts', planText: 'src/extension/planFiles/planText.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  plugins: [importsApart()],
  // The editor reads this bundle at every start, so it is the only Node bundle whose identifiers are shortened.
  minifyIdentifiers: production,
  keepNames: true,
};

/** One splitting group, so that all entry points share the SDKs as chunks, which load when a run needs them. */
/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  entryPoints: {
    cli: 'src/cli/main.ts',
    engineWorker: 'src/engine/worker.ts',
    serveEngine: 'src/engine/serveEngine.ts',
    simulatorWorker: 'src/simulator/worker.ts',
    callbackWorker: 'src/measure/callbacks/module/callbackWorker.ts',
  },
  outdir,
  // Chunks are in the folder of the entry points, so `new URL('./engineWorker.js', import.meta.url)` works in all.
  chunkNames: '[name]-[hash]',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  banner: {
    js: "import { createRequire as bundleCreateRequire } from 'node:module';const require = bundleCreateRequire(import.meta.url);",
  },
};

/** @type {esbuild.BuildOptions} */
const webview = {
  ...common,
  entryPoints: Object.fromEntries(
    globSync('src/webview/*/main.tsx', { cwd: root }).map(file => [basename(dirname(file)), file]),
  ),
  outdir: join(outdir, 'webview'),
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  minify: production,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file', '.svg': 'text' },
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** @type {esbuild.BuildOptions} */
const hostTests = {
  ...common,
  entryPoints: globSync('test/host/**/*.ts', { cwd: root }),
  outbase: 'test/host',
  outdir: join(outdir, 'test', 'host'),
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  packages: 'external',
};

const shipped = { extension, node, webview };
const chosen = flags['host-tests'] ? { hostTests } : shipped;

if (!flags['host-tests']) rmSync(outdir, { recursive: true, force: true });
mkdirSync(join(outdir, 'meta'), { recursive: true });

await Promise.all(
  Object.entries(chosen).map(async ([name, options]) => {
    const context = await esbuild.context({
      ...options,
      plugins: [...(options.plugins ?? []), metafileWriter(name)],
    });
    if (!flags.watch) {
      await context.rebuild();
      return context.dispose();
    }
    // Waits for the first build, so that dist is complete when the last line is printed.
    await context.rebuild().catch(() => {});
    return context.watch();
  }),
);
if (flags.watch) console.log('Watching src for changes; stop with Ctrl+C.');

/**
 * Resolves each `import()` to the entry point of the same name, which is loaded on demand. This replaces
 * splitting, which esbuild does not support for CommonJS.
 * @returns {esbuild.Plugin}
 */
function importsApart() {
  return {
    name: 'imports-apart',
    setup: build =>
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
      ),
  };
}

/** @returns {esbuild.Plugin} */
function metafileWriter(name) {
  return {
    name: 'metafile',
    setup: build =>
      build.onEnd(({ metafile, errors }) => {
        if (!metafile) return;
        writeFileSync(join(outdir, 'meta', `${name}.json`), JSON.stringify(metafile));
        if (flags.watch) console.log(`${name}: ${errors.length ? `${errors.length} errors` : 'built'}`);
      }),
  };
}
