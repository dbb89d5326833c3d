// Builds everything that ships (and, with --host-tests, the suite that runs inside VS Code).
//   node esbuild.mjs [--production] [--watch] [--host-tests] [--outdir=dist]
// Each bundle leaves its metafile in <outdir>/meta, which the size and content guards read.
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
  // Names survive in what runs on Node: error class names and stack traces are part of the product.
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
  // Read at every start of the editor, so it is the one Node bundle made as small as can be.
  minifyIdentifiers: production,
  keepNames: true,
};

/** One splitting group, so that the SDKs are chunks shared by all and loaded by the first run that needs them. */
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
  // Chunks lie beside the entries: `new URL('./engineWorker.js', import.meta.url)` holds in all of them.
  chunkNames: '[name]-[hash]',
  platform: 'node',
  target: 'node22',
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
    // The first build is awaited, so that whoever waits for the closing line finds dist complete.
    await context.rebuild().catch(() => {});
    return context.watch();
  }),
);
if (flags.watch) console.log('Watching src for changes; stop with Ctrl+C.');

/**
 * What is imported with `import()` is an entry point of the same name and loaded from there when it is
 * needed: esbuild does not split CommonJS.
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
