import { csvLine } from '../format/csv.ts';
import { type ExportedRequest, type ResponseColumn, responseColumns } from './responseColumns.ts';

/** Characters of a part, at least. */
const partLength = 1_000_000;

/**
 * Responses as CSV, in parts, for all of them may be more than a text can hold; numbers unrounded in the unit
 * their column names, times of day as ISO 8601.
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
