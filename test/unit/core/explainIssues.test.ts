import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { explainIssues, inputSchema, nearestOf } from '../../../src/core/base/explainIssues.ts';

const about = (description: string) => z.meta({ description });
const schema = z.strictObject({
  clients: z._default(z.int().check(z.positive()), 1).check(about('Concurrent clients.')),
  rate: z.optional(z.number().check(z.gt(0))),
  name: z.string().check(z.minLength(1), about('Its name.')),
  output: z.optional(z.string().check(z.regex(/^[a-z]+$/))),
  stream: z.optional(z.boolean()),
  payload: z.optional(z.union([z.string(), z.array(z.record(z.string(), z.unknown()))])),
  headers: z.optional(z.record(z.string(), z.string())),
  endpoint: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chat'), apiVersion: z.optional(z.string()) }),
    z.strictObject({ kind: z.literal('messages'), thinking: z.optional(z.enum(['on', 'off'])) }),
    z.strictObject({ kind: z.literal('editor'), stream: z._default(z.literal(true), true) }),
  ]),
});

function explain(input: object): string[] {
  const good = { name: 'n', endpoint: { kind: 'chat' } };
  const value = { ...good, ...input };
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : explainIssues(parsed.error.issues, value, inputSchema(schema));
}

describe('explainIssues', () => {
  const cases: [what: string, input: object, sentences: string[]][] = [
    ['nothing if nothing is wrong', {}, []],
    ['a misspelled key', { cleints: 2 }, ['Unknown key "cleints". Did you mean "clients"?']],
    ['a key in another style', { out_put: 'x' }, ['Unknown key "out_put". Did you mean "output"?']],
    [
      'a key unlike any other',
      { zzz: 1 },
      ['Unknown key "zzz". Known keys: clients, rate, name, output, stream, payload, headers, endpoint.'],
    ],
    [
      'a misspelled key in the chosen alternative',
      { endpoint: { kind: 'messages', thinkng: 'on' } },
      ['Unknown key "thinkng" in "endpoint". Did you mean "thinking"?'],
    ],
    [
      'a key of another alternative than the chosen one, whose constants have defaults',
      { endpoint: { kind: 'editor', apiVersion: '1' } },
      ['Unknown key "apiVersion" in "endpoint". Known keys: kind, stream.'],
    ],
    [
      'a wrong type, with what the key is for',
      { clients: 'ten' },
      ['"clients" must be a number, not "ten": Concurrent clients.'],
    ],
    ['a fraction', { clients: 1.5 }, ['"clients" must be a whole number, not 1.5: Concurrent clients.']],
    ['an exclusive limit', { rate: 0 }, ['"rate" must be greater than 0, not 0.']],
    ['text for a boolean', { stream: 'yes' }, ['"stream" must be true or false, not "yes".']],
    ['an invalid format', { output: 'A B' }, ['"output" must have a valid format, not "A B".']],
    ['a null', { name: null }, ['"name" must be text, not null: Its name.']],
    ['a missing key', { name: undefined }, ['"name" is missing: Its name.']],
    [
      'a choice',
      { endpoint: { kind: 'messages', thinking: 'maybe' } },
      ['"endpoint.thinking" must be one of "on", "off", not "maybe".'],
    ],
    ['a value inside a map', { headers: { a: 1 } }, ['"headers.a" must be text, not 1.']],
    ['a union', { payload: 5 }, ['"payload" must have a valid format, not 5.']],
    ['a value that is not an object', { endpoint: 'chat' }, ['"endpoint" must be an object, not "chat".']],
    [
      'several issues at once, each in its own sentence',
      { clients: 0, nmae: 'x' },
      [
        '"clients" must be greater than 0, not 0: Concurrent clients.',
        'Unknown key "nmae". Did you mean "name"?',
      ],
    ],
  ];
  for (const [what, input, sentences] of cases) {
    it(`explains ${what}`, () => {
      assert.deepEqual(explain(input), sentences);
    });
  }

  it('shortens a long value', () => {
    assert.match(
      explain({ stream: 'x'.repeat(500) })[0] ?? '',
      /^"stream" must be true or false, not "x{57}\.\.\."\.$/,
    );
  });
});

describe('nearestOf', () => {
  it('finds misspelled words and other spellings, and nothing if no word is close', () => {
    const known = ['baseUrl', 'apiKeyEnv', 'maxTokens', 'warmup'];
    assert.deepEqual(
      ['base_url', 'BASEURL', 'apikeyenv', 'max-tokens', 'maxToken', 'warmpu', 'temperature', ''].map(word =>
        nearestOf(word, known),
      ),
      ['baseUrl', 'baseUrl', 'apiKeyEnv', 'maxTokens', 'maxTokens', 'warmup', null, null],
    );
    assert.equal(nearestOf('x', []), null);
  });
});
