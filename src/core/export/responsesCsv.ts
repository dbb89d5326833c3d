import { csvText } from '../format/csv.ts';
import { type ExportedRequest, type ResponseColumn, responseColumns } from './responseColumns.ts';

/** Responses as CSV, a line each; numbers unrounded in the unit their column names, times of day as ISO 8601. */
export function responsesCsv(requests: readonly ExportedRequest[]): string {
  return csvText(
    responseColumns.map(({ name }) => name),
    requests.map(request => responseColumns.map(column => cellOf(column, request))),
  );
}

function cellOf({ type, value }: ResponseColumn, request: ExportedRequest) {
  const found = value(request);
  return type === 'timestamp' && typeof found === 'number' ? new Date(found).toISOString() : found;
}
