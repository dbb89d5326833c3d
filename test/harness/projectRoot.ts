import { resolve } from 'node:path';

/** Absolute path of the repository's root folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');
