import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import { type CostModel, readCostModel } from '../core/cost/costModel.ts';
import { type NamedPriceTable, readPriceTable } from '../core/cost/priceTable.ts';

/**
 * Reads a price table. Throws a UserError that says what to change.
 * @param named how the path was given: the key, setting or flag that holds it
 */
export async function readPriceFile(
  path: string,
  baseFolder: string,
  named: string,
): Promise<NamedPriceTable> {
  return readPriceTable(await readStructured(path, baseFolder, named), path);
}

/** Reads a cost model that LLMeter saved. Throws UserError. */
export async function readCostModelFile(path: string, baseFolder: string): Promise<CostModel> {
  return readCostModel(await readStructured(path, baseFolder, '"cost.dims"'), path);
}

async function readStructured(path: string, baseFolder: string, named: string): Promise<unknown> {
  const text = await readFile(resolve(baseFolder, path), 'utf8').catch((error: unknown) => {
    throw new UserError(`Cannot read ${path}: ${messageOf(error)}. Change ${named}.`);
  });
  // The YAML parser also reads JSON and reports lines. Few need it, so it is loaded on demand.
  const { parseYaml } = await import('./parseYaml.ts');
  try {
    return parseYaml(text);
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error).split('\n')[0]}`);
  }
}
