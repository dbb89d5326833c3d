import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { type ExportedRequest, responseColumns } from '../../../src/core/export/responseColumns.ts';
import { responsesCsv } from '../../../src/core/export/responsesCsv.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';
import { responsesParquet } from '../../../src/results/export/responsesParquet.ts';
import { trace } from '../metrics/samples.ts';

const known = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }));
const anyRequest: fc.Arbitrary<ExportedRequest> = fc
  .record({
    text: fc.option(fc.string({ unit: 'grapheme' })),
    error: fc.option(fc.string()),
    ttft: known,
    tokens: fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    at: fc.option(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })),
    traced: fc.boolean(),
    cost: fc.option(fc.constantFrom(0, 0.25, Number.NaN)),
  })
  .map(({ text, error, ttft, tokens, at, traced, cost }) => ({
    run: 'r',
    cost,
    cacheBeside: false,
    response: {
      ...emptyResponse(),
      response_text: text,
      error,
      time_to_first_token: ttft,
      num_tokens_output: tokens,
      request_time: at?.getTime() ?? null,
    },
    trace: traced ? trace({ ttft, reason: error === null ? null : 'server' }) : null,
  }));

/** What a reader of any format should get. */
function expected(requests: readonly ExportedRequest[]) {
  return requests.map(request =>
    Object.fromEntries(
      responseColumns.map(({ name, type, value }) => {
        const found = value(request);
        return [name, type === 'timestamp' && typeof found === 'number' ? new Date(found) : found];
      }),
    ),
  );
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

describe('exported responses', () => {
  it('have unique column names, with a unit in the name of every duration', () => {
    const names = responseColumns.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, type } of responseColumns) {
      assert.ok(type !== 'number' || name.endsWith('_s') || name === 'cost', name);
    }
  });

  it('are read back from Parquet unchanged, including types and missing values', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 20 }), async requests => {
        const file = buffer(responsesParquet(requests));
        assert.deepEqual(await parquetReadObjects({ file }), expected(requests));
      }),
      { numRuns: 50 },
    ));

  it('are typed in Parquet even if all values are missing', () => {
    const request: ExportedRequest = {
      run: 'r',
      cost: null,
      cacheBeside: false,
      response: emptyResponse(),
      trace: null,
    };
    const { schema, num_rows: rows } = parquetMetadata(buffer(responsesParquet([request])));
    const typeOf = (wanted: string) => {
      const element = schema.find(({ name }) => name === wanted);
      return [element?.type, element?.converted_type, element?.repetition_type];
    };
    assert.deepEqual(['ttft_s', 'cost', 'chunks', 'new_connection', 'request_time', 'error'].map(typeOf), [
      ['DOUBLE', undefined, 'OPTIONAL'],
      ['DOUBLE', undefined, 'OPTIONAL'],
      ['INT32', undefined, 'OPTIONAL'],
      ['BOOLEAN', undefined, 'OPTIONAL'],
      ['INT64', 'TIMESTAMP_MILLIS', 'OPTIONAL'],
      ['BYTE_ARRAY', 'UTF8', 'OPTIONAL'],
    ]);
    assert.equal(rows, 1n);
  });

  it('are CSV by RFC 4180: missing values are empty, numbers are not rounded, text is unchanged', () =>
    fc.assert(
      fc.property(fc.array(anyRequest, { minLength: 1, maxLength: 20 }), requests => {
        const rows: Record<string, string>[] = parse([...responsesCsv(requests)].join(''), {
          columns: true,
          record_delimiter: '\r\n',
        });
        const wanted = expected(requests).map(row =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => {
              if (value === null) return [name, ''];
              if (value instanceof Date) return [name, value.toISOString()];
              // What a spreadsheet would take for a formula stands behind an apostrophe.
              const text = String(value);
              const formula =
                typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text));
              return [name, formula ? `'${text}` : text];
            }),
          ),
        );
        assert.deepEqual(rows, wanted);
      }),
    ));
});
