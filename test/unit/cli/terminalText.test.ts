import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inertText, styleSequence } from '../../../src/cli/process/terminalText.ts';
import { styles } from '../../../src/cli/terminal/style.ts';

/** What attacks are made of. */
const pieces = fc.constantFrom(
  ...[
    '\u001b]52;c;ZWNobyBwd25lZA==\u0007',
    '\u001b[2J',
    '\u001b[1A',
    '\u001b[8m',
    '\u001bc',
    '\u001b[?1049h',
  ],
  ...['\u009b2J', '\u009d0;title\u009c', '\u0090q\u009c', '\r', '\b', '\u0000', '\u007f'],
  ...['\u202e', '\u2066', '\u2069', '\u200f', 'plain', '\n', '\t', 'é', '你好', '👩‍🚀'],
);
const hostile = fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(''));
const active = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('text on a terminal', () => {
  it('controls nothing, and is otherwise as it was', () => {
    fc.assert(
      fc.property(hostile, text => {
        const shown = inertText(text, false);
        assert.doesNotMatch(shown.replaceAll(/[\n\t]/g, ''), active);
        if (!active.test(text.replaceAll(/[\n\t]/g, ''))) assert.equal(shown, text);
      }),
    );
    assert.equal(inertText('a\u001b]52;c;QQ==\u0007b\u202ec', false), 'a\\u001b]52;c;QQ==\\u0007b\\u202ec');
  });

  it('keeps the styles of the command line, and no other sequence', () => {
    const { bold, bad } = styles(true);
    fc.assert(
      fc.property(hostile, text => {
        const shown = inertText(`${bold('x')}${bad(text)}`, true);
        assert.ok(shown.startsWith(bold('x')));
        const others = [1, 22, 31, 39].reduce(
          (rest, code) => rest.replaceAll(styleSequence(code), ''),
          shown,
        );
        assert.doesNotMatch(others.replaceAll(/[\n\t]/g, ''), active);
      }),
    );
  });

  it('leaves JSON readable with the same values', () => {
    fc.assert(
      fc.property(hostile, fc.string({ unit: 'binary' }), (text, other) => {
        const value = { [other]: text, other };
        assert.deepEqual(JSON.parse(inertText(JSON.stringify(value), false)), value);
      }),
    );
  });
});
