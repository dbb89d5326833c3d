import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import {
  type ExportedRequest,
  type ExportedValue,
  type ResponseColumn,
  responseColumns,
} from '../../core/export/responseColumns.ts';

const types = {
  text: 'STRING',
  integer: 'INT32',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
} as const satisfies Record<ResponseColumn['type'], ColumnSource['type']>;

/** Responses as a Parquet file: the columns of the CSV with types; times in UTC; null = unknown. */
export function responsesParquet(requests: readonly ExportedRequest[]): Uint8Array {
  const columnData = responseColumns.map(({ name, type, value }): ColumnSource => {
    const stored = (found: ExportedValue) =>
      type === 'timestamp' && typeof found === 'number' ? new Date(found) : found;
    return { name, type: types[type], nullable: true, data: requests.map(request => stored(value(request))) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'llmeter' }));
}
