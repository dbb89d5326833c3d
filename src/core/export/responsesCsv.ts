import { csvLine } from '../format/csv.ts';
import { type ExportedRequest, type ResponseColumn, responseColumns } from './responseColumns.ts';

/** Minimum length of a part, in characters. */
const partLength = 1_000_000;

/**
 * Responses as CSV, in parts, because together they may exceed the longest possible string. Numbers are not
 * rounded and are in the unit that the column names; times of day are ISO 8601.
 */
export function* responsesCsv(requests: Iterable<ExportedRequest>): Generator<string> {
  let part = csvLine(responseColumns.map(({ name }) => name));
  for (const request of requests) {
    part += csvLine(responseColumns.map(column => cellOf(column, request)));
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

function cellOf({ type, value }: ResponseColumn, request: ExportedRequest) {
  const found = value(request);
  return type === 'timestamp' && typeof found === 'number' ? new Date(found).toISOString() : found;
}
