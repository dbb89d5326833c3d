import { resolve } from 'node:path';
import { isS3Address } from '../../core/base/s3Address.ts';
import type { CliContext } from './context.ts';

/** What a person names: a path, from the folder they are in, or an `s3://` address as it is. */
export function namedPlace({ folder }: Pick<CliContext, 'folder'>, name: string): string {
  return isS3Address(name) ? name : resolve(folder, name);
}
