import { resolve } from 'node:path';
import type { CliContext } from './context.ts';

/** A folder that a person names: a path, or an `s3://` address, which the engine copies. */
export function savedFolder({ folder }: Pick<CliContext, 'folder'>, name: string): string {
  return name.startsWith('s3://') ? name : resolve(folder, name);
}
