import { posix } from 'node:path';
import { modules } from './layers.ts';
import { type Import, moduleOf, type SourceFile } from './sourceFiles.ts';

/** Outside src and open to every module: the product's own name and version. */
const sharedFiles = ['package.json'];

/** Why a module may not import this, or undefined if it may. */
export function moduleBreach(module: string, found: Import): string | undefined {
  const rules = modules[module];
  if (!rules) return 'belongs to no module';
  const { specifier, file, typeOnly } = found;
  if (file === undefined) {
    const allowed = specifier.startsWith('node:') ? rules.node : rules.packages.includes(specifier);
    return allowed ? undefined : `may not import ${specifier}`;
  }
  if (sharedFiles.includes(file)) return undefined;
  if (!file.startsWith('src/')) return `leaves src by ${specifier}`;
  const target = moduleOf(file);
  if (target === module || rules.files?.includes(file)) return undefined;
  if (!rules.modules.includes(target)) return `may not import ${file}`;
  return rules.typesOnly && !typeOnly ? `may import only types from ${file}` : undefined;
}

/** Why a file may not import from this folder of its own module, or undefined if it may. */
export function folderBreach(path: string, found: Import): string | undefined {
  const module = moduleOf(path);
  if (found.file === undefined || moduleOf(found.file) !== module) return undefined;
  const folders = modules[module]?.folders ?? [];
  const from = folders.indexOf(folderOf(path));
  const to = folders.indexOf(folderOf(found.file));
  if (from === -1) return `is in no listed folder of ${module}`;
  if (to === -1) return `imports ${found.file}, which is in no listed folder of ${module}`;
  return to > from ? `may not import ${found.file}, which is in a higher folder` : undefined;
}

/** A file's folder inside its module: 'stats/display', or '.' for the module's own folder. */
export function folderOf(path: string): string {
  return posix.relative(`src/${moduleOf(path)}`, posix.dirname(path)) || '.';
}

/** The modules that are allowed to import a module at their own place or above it. */
export function upwardModules(order: readonly string[], allowed: (module: string) => readonly string[]) {
  return order.flatMap((module, place) =>
    allowed(module)
      .filter(target => !order.slice(0, place).includes(target))
      .map(target => `${module} may import ${target}, which is not below it`),
  );
}

/** Groups of files that import each other, directly or through others; types and dynamic imports count. */
export function fileCycles(files: readonly SourceFile[]): string[][] {
  const imported = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]),
  );
  const reachedFrom = (start: string): Set<string> => {
    const reached = new Set<string>();
    const waiting = [...(imported.get(start) ?? [])];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      waiting.push(...(imported.get(path) ?? []));
    }
    return reached;
  };
  const reached = new Map(files.map(({ path }) => [path, reachedFrom(path)]));
  const together = (path: string) =>
    [...(reached.get(path) ?? [])].filter(other => reached.get(other)?.has(path)).sort();
  const groups = files.filter(({ path }) => reached.get(path)?.has(path)).map(({ path }) => together(path));
  return [...new Map(groups.map(group => [group.join(), group])).values()];
}
