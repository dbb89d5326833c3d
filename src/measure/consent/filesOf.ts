import { join } from 'node:path';
import { isS3Address } from '../../core/base/s3Address.ts';
import { findMatching } from '../payloads/source.ts';
import type { RunPlan } from '../plan/parsePlan.ts';
import type { Demand } from './demands.ts';
import { outside, type PlanFolders } from './planFolders.ts';

/** A path in a plan, and the key that it stands at. */
interface NamedPath {
  readonly from: string;
  readonly path: string;
}

/** All files that a plan reads, and the keys that name them. */
export function pathsIn({ prompt, payload, attachments = [], tokenizer, cost }: RunPlan): NamedPath[] {
  const source = typeof prompt === 'object' && !Array.isArray(prompt) ? prompt : null;
  const { prices, dims } = cost || {};
  const named: [from: string, path: unknown][] = [
    ['prompt', source !== null && 'file' in source && source.file],
    ['prompt', source !== null && 'collection' in source && source.collection.file],
    ['payload', payload],
    ...attachments.map((item): [string, unknown] => [
      'attachments',
      typeof item === 'string' ? item : item.file,
    ]),
    ['tokenizer', tokenizer?.tokenizer_module === 'transformers' ? tokenizer.name : undefined],
    ['cost.prices', prices],
    ['cost.dims', dims],
  ];
  return named.flatMap(([from, path]) => (typeof path === 'string' ? [{ from, path }] : []));
}

/** The files of a plan that need consent. */
export async function fileDemands(
  plan: RunPlan,
  folders: PlanFolders,
  isChosen: (key: string) => boolean,
): Promise<Demand[]> {
  const { prompt } = plan;
  const demands: Demand[] = [];
  for (const { from, path } of pathsIn(plan)) {
    if (isChosen(from)) continue;
    const real = isS3Address(path) ? path : await outside(path, folders);
    if (real !== null) demands.push({ kind: 'file', from, path: real });
  }
  if (typeof prompt === 'object' && 'files' in prompt && !isChosen('prompt')) {
    if (!(await staysInside(prompt.files, folders))) {
      demands.push({ kind: 'file', from: 'prompt', path: prompt.files });
    }
  }
  return demands;
}

/** Whether a pattern matches only what may be read without asking. */
async function staysInside(pattern: string, folders: PlanFolders): Promise<boolean> {
  const fixed = /^[^*?[\]{}()!+@]*\//.exec(pattern)?.[0] ?? '';
  // Not even listed: a pattern such as /** takes minutes.
  if ((await outside(join(fixed, 'x'), folders)) !== null) return false;
  if (/(^|[{,(|/])\.\.(\/|$)|[{,(|]\//.test(pattern)) return false;
  const found = await findMatching(pattern, 'prompt', { baseFolder: folders.base }).catch(() => []);
  const led = await Promise.all(found.map(({ path = '' }) => outside(path, folders)));
  return led.every(real => real === null);
}
