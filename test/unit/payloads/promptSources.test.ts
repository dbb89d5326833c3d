import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPayloads } from '../../../src/measure/payloads/payloadFile.ts';
import { payloadsOf } from '../../../src/measure/payloads/payloadsOf.ts';
import { loadPrompts } from '../../../src/measure/payloads/promptFile.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { ScriptedEndpoint } from '../measure/support/scriptedEndpoint.ts';
import { VirtualClock } from '../measure/support/virtualClock.ts';

const endpoint = new ScriptedEndpoint(new VirtualClock());

/** What `use` makes of a file with this name and text. */
function withFile<T>(name: string, text: string, use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async folder => {
    await writeFile(join(folder, name), text);
    return use(folder);
  });
}

const conversations = (name: string, text: string, turns: 'first' | 'all', column?: string) =>
  withFile(name, text, baseFolder => loadPrompts({ file: name, column, turns }, { baseFolder }));

const prompts = async (name: string, text: string, column?: string) =>
  (await conversations(name, text, 'first', column)).map(prompt => {
    assert.deepEqual(prompt, { text: prompt.text, earlier: [] });
    return prompt.text;
  });

const payloads = (name: string, text: string) =>
  withFile(name, text, baseFolder => loadPayloads(name, { baseFolder }));

const refusal = (message: RegExp) => ({ name: 'UserError', message });

describe('data sets that people have', () => {
  it('OpenAI batch files give the bodies of their requests', async () => {
    const line = (id: string, body: string) =>
      `{"custom_id": "${id}", "method": "POST", "url": "/v1/chat/completions", "body": ${body}}`;
    assert.deepEqual(
      await payloads('batch.jsonl', `${line('a', '{"messages": []}')}\n${line('b', '{"n": 2}')}\n`),
      [{ messages: [] }, { n: 2 }],
    );
    await assert.rejects(
      payloads('batch.jsonl', `${line('a', '{}')}\n${line('b', '"text"')}`),
      refusal(/^batch\.jsonl line 2: the "body" of a batch request must be an object\.$/),
    );
  });

  it('ShareGPT conversations give their first human turn; those without one give nothing', async () => {
    const shared = [
      {
        id: '1',
        conversations: [
          { from: 'system', value: 'be kind' },
          { from: 'human', value: 'first' },
          { from: 'gpt', value: 'answer' },
          { from: 'human', value: 'second' },
        ],
      },
      { id: '2', conversations: [{ from: 'user', value: 'other' }] },
      { id: '3', conversations: [{ from: 'gpt', value: 'alone' }] },
      { id: '4', conversations: [] },
    ];
    assert.deepEqual(await prompts('share.json', JSON.stringify(shared)), ['first', 'other']);
    await assert.rejects(
      payloads('share.json', JSON.stringify(shared)),
      refusal(/^share\.json item 1 is a conversation, not a request: name its file as "prompt"/),
    );
  });

  it('conversations give a prompt for every human turn, with what was said before it', async () => {
    const user = (text: string) => ({ role: 'user', text });
    const assistant = (text: string) => ({ role: 'assistant', text });
    const shared = {
      conversations: [
        { from: 'gpt', value: 'left over from before' },
        { from: 'system', value: 'Be kind.' },
        { from: 'human', value: 'One?' },
        { from: 'gpt', value: 'One.' },
        { from: 'gpt', value: 'And more.' },
        { from: 'tool', value: '{}' },
        { from: 'human', value: ' ' },
        { from: 'human', value: 'Two?' },
        { from: 'human', value: 'Please.' },
        { from: 'bing', value: 'Two.' },
      ],
    };
    assert.deepEqual(await conversations('share.json', JSON.stringify([shared]), 'all'), [
      { text: 'One?', earlier: [], system: 'Be kind.' },
      {
        text: 'Two?\n\nPlease.',
        earlier: [user('One?'), assistant('One.\n\nAnd more.')],
        system: 'Be kind.',
      },
    ]);
    const messages = [
      { role: 'user', content: 'A' },
      { role: 'assistant', content: 'B' },
      { role: 'user', content: 'C' },
    ];
    assert.deepEqual(await conversations('chat.jsonl', JSON.stringify({ messages }), 'all'), [
      { text: 'A', earlier: [] },
      { text: 'C', earlier: [user('A'), assistant('B')] },
    ]);
  });

  it('a CSV column, quoted as spreadsheets do', async () => {
    const table = '\uFEFFid,question\r\n1,"Why, ""now""?\nTell me."\r\n2,\r\n\r\n3,Plain\r\n';
    assert.deepEqual(await prompts('q.csv', table, 'question'), ['Why, "now"?\nTell me.', 'Plain']);
    assert.deepEqual(await prompts('q.csv', 'question\nOnly\n'), ['Only']);
    assert.deepEqual(await prompts('q.tsv', 'a\tb\n1\tx, y\n', 'b'), ['x, y']);
  });

  it('a CSV that cannot be used is refused by its columns or its line', async () => {
    const table = 'id,question\n1,Why?\n';
    await assert.rejects(
      prompts('q.csv', table, 'answer'),
      refusal(/^There is no column "answer" of q\.csv to take prompts from: id, question\.$/),
    );
    await assert.rejects(prompts('q.csv', table), refusal(/^Name the "column" of q\.csv/));
    await assert.rejects(prompts('q.csv', 'a,b\n1,2\n3\n', 'a'), refusal(/^q\.csv is not a table: .*line 3/));
    await assert.rejects(prompts('q.csv', 'a,b\n,2\n', 'a'), refusal(/^There is no prompt in q\.csv\.$/));
  });

  it('a text file gives its lines, JSON its texts, or the texts at a key', async () => {
    assert.deepEqual(await prompts('p.txt', ' one \r\n\r\ntwo\n'), ['one', 'two']);
    assert.deepEqual(await prompts('p.json', '["a", {"prompt": "b"}]'), ['a', 'b']);
    assert.deepEqual(await prompts('p.jsonl', '{"q": "a"}\n\n{"q": "b"}', 'q'), ['a', 'b']);
    await assert.rejects(
      prompts('p.jsonl', '{"q": "a"}\n{"r": "b"}', 'q'),
      refusal(/^p\.jsonl line 2 has no text at "q": name one of its keys as "column": r\.$/),
    );
    await assert.rejects(prompts('p.jsonl', '5'), refusal(/^p\.jsonl line 1 must be a text or an object\.$/));
  });
});

describe('a plan’s prompts', () => {
  const of = (prompt: object, folder: string, more: object = {}) =>
    payloadsOf(
      parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' }, prompt, ...more }, 'The plan'),
      endpoint,
      folder,
    );

  it('come from a file that it names', () =>
    withFile('q.csv', 'q,a\none,1\ntwo,2\n', async folder =>
      assert.deepEqual(await of({ file: 'q.csv', column: 'q' }, folder, { maxTokens: 5 }), [
        { prompt: 'one', maxTokens: 5 },
        { prompt: 'two', maxTokens: 5 },
      ]),
    ));

  it('are made in the length and number it asks for', async () => {
    const made = await of({ synthetic: { inputTokens: 12, prompts: 3 } }, '/');
    assert.deepEqual(
      made.map(({ prompt, maxTokens }) => [String(prompt).split(' ').length, maxTokens]),
      [
        [12, 256],
        [12, 256],
        [12, 256],
      ],
    );
    assert.deepEqual(await of({ synthetic: { inputTokens: 12, prompts: 3 } }, '/'), made);
    assert.notDeepEqual(await of({ synthetic: { inputTokens: 12, prompts: 3 } }, '/', { seed: 1 }), made);
  });

  it('are the combinations of a collection, with the output length of each', () =>
    withFile('book.txt', 'one two three\nfour five six seven\neight nine', async folder => {
      const collection = { file: 'book.txt', inputTokens: [2, 4], outputTokens: [8, 16] };
      const made = await of({ collection }, folder);
      assert.deepEqual(made.map(({ prompt, maxTokens }) => `${prompt} ${maxTokens}`).sort(), [
        'one two 16',
        'one two 8',
        'one two three four 16',
        'one two three four 8',
      ]);
    }));

  it('of an unknown form are refused', async () => {
    const cases: [unknown, RegExp][] = [
      [{}, /"prompt" must have a valid format/],
      [{ column: 'a' }, /"prompt" must have a valid format.*\{"file": \.\.\.\}, \{"files": \.\.\.\}/],
      [{ file: 'a', colum: 'b' }, /Unknown key "colum" in "prompt"\. Did you mean "column"\?/],
      [{ file: 5 }, /"prompt\.file" must be text, not 5/],
      [{ synthetic: { inputToken: 9 } }, /Did you mean "inputTokens"\?/],
      [{ synthetic: { inputTokens: 0 } }, /"prompt\.synthetic\.inputTokens" must be greater than 0, not 0/],
      [
        { synthetic: { inputTokens: 1e9 } },
        /"prompt\.synthetic\.inputTokens" must be at most 10000000, not 1000000000/,
      ],
      [{ synthetic: { inputTokens: 9, prompts: 1e9 } }, /"prompt\.synthetic\.prompts" must be at most/],
      [
        { synthetic: { inputTokens: 1e6, prompts: 1000 } },
        /"prompt" asks for prompts of 1000000000 tokens in total, more than the 100000000 tokens that fit/,
      ],
      [
        { collection: { inputTokens: [1e9], outputTokens: [1] } },
        /"prompt\.collection\.inputTokens\.0" must be at most/,
      ],
      [
        { collection: { file: 'a', inputTokens: [1, 2], outputTokens: [1], repeat: 1e6 } },
        /"prompt" asks for 2000000 prompts/,
      ],
      [
        { collection: { file: 'a', inputTokens: [], outputTokens: [1] } },
        /"prompt\.collection\.inputTokens"/,
      ],
    ];
    for (const [prompt, message] of cases) {
      assert.throws(
        () => parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' }, prompt }, 'The plan'),
        refusal(message),
      );
    }
  });
});
