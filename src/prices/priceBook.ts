import { builtInPrices } from '../core/cost/builtInPrices.ts';
import type { FoundPrice } from '../core/cost/price.ts';
import { findPrice, type NamedPriceTable, type PricedModel } from '../core/cost/priceTable.ts';
import { readPriceFile } from './priceFile.ts';

/** A model as far as its price depends on it. */
export interface ModelToPrice extends PricedModel {
  /** It answers at its provider's own address: only there do list prices hold. */
  readonly atProvider: boolean;
}

/** Where prices are looked up: tables of the user's, then the built-in one. */
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

  /** The price at `at` (epoch milliseconds), or null where nobody knows one. */
  priceOf({ model, provider, atProvider }: ModelToPrice, at: number): FoundPrice | null {
    const tables = atProvider ? [...this.#tables, builtInPrices] : this.#tables;
    return findPrice(tables, { model, provider }, at);
  }

  /** All tables in the order in which they are asked. */
  get tables(): readonly NamedPriceTable[] {
    return [...this.#tables, builtInPrices];
  }
}
