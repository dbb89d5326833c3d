import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPayloads } from '../../../src/measure/payloads/payloadFile.ts';
import { payloadsOf } from '../../../src/measure/payloads/payloadsOf.ts';
import { parsePlan, type RunPlan } from '../../../src/measure/plan/parsePlan.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { ScriptedEndpoint } from '../measure/support/scriptedEndpoint.ts';
import { VirtualClock } from '../measure/support/virtualClock.ts';

const endpoint = new ScriptedEndpoint(new VirtualClock());

function plan(fields: object): RunPlan {
  return parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' }, ...fields }, 'The plan');
}

const of = (fields: object, folder = '/nowhere') => payloadsOf(plan(fields), endpoint, folder);

/** A folder with these files; gone afterwards. */
function withFiles<T>(files: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async folder => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return use(folder);
  });
}

describe('the payloads of a plan', () => {
  it('are made from the prompt, or from each of several, with system prompt and token limit', async () => {
    assert.deepEqual(await of({ prompt: 'hi' }), [{ prompt: 'hi', maxTokens: 256 }]);
    assert.deepEqual(await of({ prompt: ['a', 'b'], system: 'be brief', maxTokens: 9 }), [
      { prompt: 'a', maxTokens: 9, system: 'be brief' },
      { prompt: 'b', maxTokens: 9, system: 'be brief' },
    ]);
  });

  it('are one default prompt where the plan names none', async () => {
    const [payload, ...more] = await of({});
    assert.match(String(payload?.['prompt']), /\w/);
    assert.deepEqual(more, []);
  });

  it('are taken as they are when the plan holds them', async () => {
    assert.deepEqual(await of({ payload: { a: 1 } }), [{ a: 1 }]);
    assert.deepEqual(await of({ payload: [{ a: 1 }, { b: 2 }] }), [{ a: 1 }, { b: 2 }]);
  });

  it('are read from a path that starts at the base folder', () =>
    withFiles({ 'p.json': '{"a": 1}' }, async folder => {
      assert.deepEqual(await of({ payload: 'p.json' }, folder), [{ a: 1 }]);
      assert.deepEqual(await of({ payload: join(folder, 'p.json') }), [{ a: 1 }]);
    }));

  it('an empty payload is refused', async () => {
    const empty = /^UserError: "payload" is empty: give a request, a list of them, or the path of a file\.$/;
    await assert.rejects(of({ payload: '' }), empty);
    await assert.rejects(of({ payload: {} }), empty);
    assert.throws(() => plan({ payload: [] }), /^UserError: The plan: "payload"/);
    await withFiles({ 'none.jsonl': '\n \n', 'none.json': '[]' }, async folder => {
      for (const name of ['none.jsonl', 'none.json', '.']) {
        await assert.rejects(of({ payload: name }, folder), /^UserError: There is no payload in /, name);
      }
    });
  });

  it('a missing payload file is refused by its name', async () => {
    await assert.rejects(
      of({ payload: 'absent.json' }, '/nowhere'),
      /^UserError: The payload file \/nowhere\/absent\.json does not exist\.$/,
    );
  });

  it('are not both a prompt and a payload', async () => {
    await assert.rejects(
      of({ prompt: 'a', payload: { a: 1 } }),
      /^UserError: Give either "payload" or "prompt"/,
    );
  });
});

describe('payload files', () => {
  const load = (files: Record<string, string>, name: string) =>
    withFiles(files, folder => loadPayloads(name, { baseFolder: folder }));

  it('.json holds one request or a list of them', async () => {
    assert.deepEqual(await load({ 'a.json': '\uFEFF{"a": [1]}' }, 'a.json'), [{ a: [1] }]);
    assert.deepEqual(await load({ 'a.json': '[{"a": 1}, {"b": 2}]' }, 'a.json'), [{ a: 1 }, { b: 2 }]);
  });

  it('.jsonl and .manifest hold one a line; blank lines and CRLF do not matter', async () => {
    const lines = '{"a": 1}\r\n\r\n{"b": "\u2028"}\n{"c": 3}';
    for (const name of ['a.jsonl', 'a.manifest']) {
      assert.deepEqual(await load({ [name]: lines }, name), [{ a: 1 }, { b: '\u2028' }, { c: 3 }]);
    }
  });

  it('a folder gives its payload files in the order of their names, and nothing else', () =>
    withFiles(
      {
        'b.jsonl': '{"n": 2}\n{"n": 3}',
        'a.json': '[{"n": 0}, {"n": 1}]',
        'c.manifest': '{"n": 4}',
        'd.txt': 'x',
      },
      async folder => {
        await mkdir(join(folder, 'inner.json'));
        const payloads = await loadPayloads('.', { baseFolder: folder });
        assert.deepEqual(
          payloads,
          [0, 1, 2, 3, 4].map(n => ({ n })),
        );
      },
    ));

  it('bytes markers become bytes', async () => {
    const text = '{"image": {"__llmeter_bytes__": "AQID"}}';
    assert.deepEqual(await load({ 'a.json': text }, 'a.json'), [{ image: Uint8Array.of(1, 2, 3) }]);
  });

  it('errors name the line or the file', async () => {
    const refuse = (files: Record<string, string>, name: string, message: RegExp) =>
      assert.rejects(load(files, name), { name: 'UserError', message });
    await refuse({ 'a.jsonl': '{"a": 1}\n\n{"a": ' }, 'a.jsonl', /^a\.jsonl line 3 is not JSON: /);
    await refuse({ 'a.jsonl': '{"a": 1}\n"text"\n' }, 'a.jsonl', /^a\.jsonl line 2 must be an object: /);
    await refuse({ 'a.json': '[{}, 5]' }, 'a.json', /^a\.json item 2 must be an object: /);
    await refuse({ 'a.json': '{' }, 'a.json', /a\.json is not JSON: /);
    await refuse({ 'a.json': '[[{"a": 1}]]' }, 'a.json', /^a\.json item 1 must be an object: /);
  });
});
