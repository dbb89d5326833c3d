import { builtInPrices } from '../core/cost/builtInPrices.ts';
import type { FoundPrice } from '../core/cost/price.ts';
import { findPrice, type NamedPriceTable, type PricedModel } from '../core/cost/priceTable.ts';
import { readPriceFile } from './priceFile.ts';

/** The properties of a model that its price depends on. */
export interface ModelToPrice extends PricedModel {
  /** Whether it is used at its provider's own address. List prices apply only there. */
  readonly atProvider: boolean;
}

/** Looks up prices in the user's tables, then in the built-in one. */
export class PriceBook {
  readonly #tables: readonly NamedPriceTable[];

  constructor(tables: readonly NamedPriceTable[]) {
    this.#tables = tables;
  }

  /**
   * Opens the user's price file, if there is one. Throws UserError.
   * @param named the key, setting or flag that holds the path
   */
  static async open(file: string | undefined, baseFolder: string, named: string): Promise<PriceBook> {
    return new PriceBook(file === undefined ? [] : [await readPriceFile(file, baseFolder, named)]);
  }

  /** The table that `--prices` names for saved runs, or null. Throws UserError. */
  static async given(file: string | undefined): Promise<PriceBook | null> {
    return file === undefined ? null : PriceBook.open(file, '', '--prices');
  }

  /** The price at `at` (epoch milliseconds), or null if none is known. */
  priceOf({ model, provider, atProvider }: ModelToPrice, at: number): FoundPrice | null {
    const tables = atProvider ? [...this.#tables, builtInPrices] : this.#tables;
    return findPrice(tables, { model, provider }, at);
  }

  /** All tables in the order in which they are searched. */
  get tables(): readonly NamedPriceTable[] {
    return [...this.#tables, builtInPrices];
  }
}
