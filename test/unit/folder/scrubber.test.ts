import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonScrubber, scrubber } from '../../../src/folder/scrubber.ts';

const key = 'sk-canary-key-0123456789-abcdefghij';

describe('scrubber', () => {
  it('removes every secret from JSON text, however it is escaped, and changes nothing else', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(secret, fc.string(), (secret, around) => {
        fc.pre(!around.includes(secret));
        const clean = jsonScrubber([secret]);
        for (const text of [secret, `${around}${secret}${around}`, encodeURIComponent(secret)]) {
          const scrubbed = clean(JSON.stringify({ text }));
          assert.ok(!JSON.parse(scrubbed).text.includes(secret));
        }
      }),
    );
    assert.equal(scrubber(['sk-1234567890'])('{"a": "Bearer sk-1234567890!"}'), '{"a": "Bearer ***!"}');
  });

  it('replaces the longest secrets first and ignores placeholders', () => {
    assert.equal(scrubber(['none', 'abcdefgh', 'abcdefghij'])('"none abcdefghij"'), '"none ***"');
  });

  it('removes a secret from base64 at any place, from hex and from URLs', () => {
    const clean = scrubber([key]);
    const coded = (['base64', 'base64url', 'hex'] as const).flatMap(coding =>
      ['', 'u:', 'user:', 'x'].map(before => Buffer.from(`${before}${key}, and more`).toString(coding)),
    );
    for (const text of [...coded, Buffer.from(key).toString('hex').toUpperCase(), encodeURIComponent(key)]) {
      const said = clean(`You sent ${text}!`);
      assert.match(said, /^You sent .*\*\*\*/);
      for (const coding of ['base64', 'base64url', 'hex'] as const) {
        assert.doesNotMatch(Buffer.from(said.slice(9).replace('***', ''), coding).toString(), /canary-key/);
      }
    }
  });

  it('removes a secret whose end or beginning a server has cut off', () => {
    const clean = scrubber([key]);
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: key.length }),
        fc.constantFrom('', ' ', '...', '"'),
        (length, around) => {
          for (const piece of [key.slice(0, length), key.slice(-length)]) {
            const said = clean(`${around}${piece}${around}`);
            assert.ok(!said.includes(piece), said);
            assert.ok(said.startsWith(around) && said.endsWith(around), said);
          }
        },
      ),
    );
    assert.equal(clean(`wrong key: ${key.slice(0, 20)}...`), 'wrong key: ***...');
  });

  it('leaves the names of members alone', () => {
    const clean = jsonScrubber(['response']);
    assert.equal(clean('{"response_text":"a response","n":1}'), '{"response_text":"a ***","n":1}');
    assert.equal(
      clean('{ "response" : ["response", {"a\\"response": "b\\"response"}] }'),
      '{ "response" : ["***", {"a\\"response": "b\\"***"}] }',
    );
  });

  it('leaves ordinary text as it is', () => {
    const clean = jsonScrubber([key, 'team-secret-0123456789']);
    fc.assert(fc.property(fc.json(), json => assert.equal(clean(json), json)));
  });
});
