import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvText } from '../../../src/core/format/csv.ts';

describe('CSV', () => {
  it('quotes where needed, leaves missing values empty and escapes formulas', () => {
    assert.equal(
      csvText(
        ['a', 'b'],
        [
          ['x,"y"', 1.5],
          ['two\nlines', null],
          ['=SUM(A1)', Number.NaN],
          ['-1.5 ms', -1.5],
          ['-3', true],
        ],
      ),
      'a,b\r\n"x,""y""",1.5\r\n"two\nlines",\r\n\'=SUM(A1),\r\n\'-1.5 ms,-1.5\r\n-3,true\r\n',
    );
  });

  it('is read back as it was written', () => {
    const text = fc.string().filter(one => !/^[=+\-@\t\r]/.test(one));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), rows => {
        const read = parse(csvText(['a', 'b'], rows), { relax_column_count: true, skip_empty_lines: false });
        assert.deepEqual(read.slice(1), rows);
      }),
    );
  });
});
