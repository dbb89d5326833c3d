import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { loadPayloads } from '../../../src/measure/payloads/payloadFile.ts';
import { loadLines, loadPrompts } from '../../../src/measure/payloads/promptFile.ts';
import { withFolder } from '../folder/support/withFolder.ts';

type Files = Record<string, string | Uint8Array>;

function withFiles<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async folder => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return use(folder);
  });
}

/** Prompts of the file, of all files of the folder, or of those that match. */
const prompts = (files: Files, more: { files?: string; column?: string; turns?: 'first' | 'all' } = {}) =>
  withFiles(files, async baseFolder => {
    const [first = '', ...others] = Object.keys(files);
    const file = others.length === 0 ? first : '.';
    const where = more.files === undefined ? { file } : { files: more.files };
    const found = await loadPrompts({ turns: 'first', ...where, ...more }, { baseFolder });
    return found.map(({ text }) => text);
  });

const payloads = (files: Files) =>
  withFiles(files, baseFolder => {
    const names = Object.keys(files);
    return loadPayloads(names.length === 1 ? (names[0] ?? '') : '.', { baseFolder });
  });

const refusal = (message: RegExp) => ({ name: 'UserError', message });
const lines = '{"prompt":"one"}\n{"prompt":"two"}\n';
const both = ['one', 'two'];

describe('files of prompts, as people have them', () => {
  for (const name of ['b.ndjson', 'UPPER.JSONL', 'lines.json', 'Upper.Json', 'a.manifest']) {
    it(`${name}: one object a line`, async () => {
      assert.deepEqual(await prompts({ [name]: lines }), both);
      assert.deepEqual(await payloads({ [name]: lines }), [{ prompt: 'one' }, { prompt: 'two' }]);
    });
  }

  it('a list in a .jsonl is a list', async () => {
    assert.deepEqual(await prompts({ 'a.jsonl': ' [{"prompt":"one"},\n"two"]' }), both);
  });

  it('objects over several lines, one after the other', async () => {
    assert.deepEqual(await prompts({ 'a.json': '{\n "prompt": "one"\n}\n{\n "prompt": "two"\n}\n' }), both);
  });

  it('gzip, whatever the name', async () => {
    const packed = gzipSync(lines);
    for (const name of ['a.jsonl.gz', 'a.JSONL.GZ', 'a.jsonl', 'a.json.gz']) {
      assert.deepEqual(await prompts({ [name]: packed }), both, name);
    }
    assert.deepEqual(await prompts({ 'a.csv.gz': gzipSync('prompt\none\ntwo\n') }), both);
    assert.deepEqual(await prompts({ 'a.txt.gz': gzipSync('one\ntwo') }), both);
    assert.deepEqual((await payloads({ 'a.jsonl.gz': packed })).length, 2);
    await assert.rejects(
      prompts({ 'a.jsonl.gz': packed.subarray(0, -12) }),
      refusal(/^a\.jsonl\.gz is a damaged gzip file: /),
    );
  });

  it('UTF-16 with its mark, and UTF-8 with one', async () => {
    const text = 'Wörter\n語と🌍\n';
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const expected = ['Wörter', '語と🌍'];
    assert.deepEqual(await prompts({ 'a.txt': little }), expected);
    assert.deepEqual(await prompts({ 'a.txt': Buffer.from(little).swap16() }), expected);
    assert.deepEqual(await prompts({ 'a.txt': `\uFEFF${text}` }), expected);
    assert.deepEqual(await prompts({ 'a.jsonl': Buffer.from(`\uFEFF${lines}`, 'utf16le') }), both);
    await assert.rejects(prompts({ 'a.txt': little.subarray(0, -1) }), refusal(/^a\.txt is damaged: /));
  });

  it('are refused by name in another encoding', async () => {
    const latin = Buffer.from('café\nnaïve\n', 'latin1');
    const said = refusal(/^a\.\w+ is not UTF-8 text, but perhaps Latin-1 or Windows-1252: save it as UTF-8/);
    for (const name of ['a.txt', 'a.csv', 'a.jsonl', 'a.json']) {
      await assert.rejects(prompts({ [name]: latin }), said, name);
    }
    await assert.rejects(
      prompts({ 'a.txt': Buffer.from('no mark', 'utf16le') }),
      refusal(/^a\.txt is no text: it contains zero bytes\. If it is UTF-16, save it as UTF-8\.$/),
    );
  });

  it('are refused by name if they hold no text', async () => {
    const cases: [start: string, said: RegExp][] = [
      ['PK\x03\x04', /^a\.txt is a zip archive or a spreadsheet: /],
      ['\x28\xb5\x2f\xfd', /^a\.txt is compressed with zstd: /],
      ['BZh9', /^a\.txt is compressed with bzip2: /],
      ['\xfd7zXZ\0', /^a\.txt is compressed with xz: /],
      ['%PDF-1.7', /^a\.txt is a PDF: /],
      ['PAR1', /^a\.txt is a Parquet file: /],
      ['version https://git-lfs.github.com/spec/v1\n', /^a\.txt is only a pointer of Git LFS: /],
      ['<!DOCTYPE html><html>', /^a\.txt is a web page: /],
      ['\x89PNG\r\n\x1a\n\0', /^a\.txt is (no text|not UTF-8)/],
    ];
    for (const [start, said] of cases) {
      const content = Buffer.from(`${start} and more`, 'latin1');
      await assert.rejects(prompts({ 'a.txt': content }), refusal(said), start);
      await assert.rejects(payloads({ 'a.txt': content }), refusal(said), start);
    }
  });

  it('Parquet: the same keys as JSON, in several groups of rows', async () => {
    const table = (codec: 'SNAPPY' | 'BROTLI') => {
      const conversations = ['one', 'two', 'three'].map(value => [{ from: 'human', value }]);
      return new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'prompt', data: ['one', 'two', 'three'], type: 'STRING' },
            { name: 'id', data: [1n, 2n, 3n], type: 'INT64' },
            { name: 'conversations', data: conversations, type: 'JSON' },
          ],
          rowGroupSize: 2,
          codec,
          compressors: { BROTLI: input => brotliCompressSync(input) },
        }),
      );
    };
    const expected = ['one', 'two', 'three'];
    assert.deepEqual(await prompts({ 'a.parquet': table('SNAPPY') }), expected);
    assert.deepEqual(await prompts({ 'a.parquet': table('BROTLI') }, { column: 'prompt' }), expected);
    await assert.rejects(
      prompts({ 'a.parquet': table('SNAPPY') }, { column: 'id' }),
      refusal(/^a\.parquet row 1 has no text at "id": name one of its keys as "column": prompt, id, conv/),
    );
    await assert.rejects(
      prompts({ 'a.parquet': 'not really' }),
      refusal(/^a\.parquet cannot be read as Parquet: /),
    );
  });

  it('a Markdown file is one prompt', async () => {
    assert.deepEqual(await prompts({ 'a.md': '# Task\n\nWrite.\n' }), ['# Task\n\nWrite.']);
  });
});

describe('folders of prompts', () => {
  const folder: Files = {
    'b.txt': 'three',
    'a.jsonl': lines,
    '.DS_Store': 'x',
    '.hidden.jsonl': '{"prompt":"hidden"}',
    'README.md': '# About',
    'README.txt': 'About',
    'LICENSE.txt': 'MIT',
    'picture.png': '\x89PNG',
    'notes.md': 'mine',
    'inner/c.txt': 'inner',
  };

  it('give the files of known forms, not hidden ones, nor what stands beside data', async () => {
    assert.deepEqual(await prompts(folder), [...both, 'three']);
    assert.deepEqual(
      await payloads({
        '.hidden.jsonl': '{"a": 0}',
        'a.ndjson': '{"a": 1}',
        'b.JSON.gz': gzipSync('{"a": 2}'),
      }),
      [{ a: 1 }, { a: 2 }],
    );
  });

  it('without any are refused with what is read', () =>
    assert.rejects(
      prompts({ 'README.md': 'x', 'a.png': 'y' }),
      refusal(/^There is no prompt in \.: of a folder, \.txt, \.csv, .*\.jsonl.* are read\.$/),
    ));

  it('can be chosen by a pattern, in the order of paths', async () => {
    assert.deepEqual(await prompts(folder, { files: '**/*.txt' }), ['MIT', 'About', 'three', 'inner']);
    assert.deepEqual(await prompts(folder, { files: '*.{jsonl,md}' }), ['# About', ...both, 'mine']);
    await assert.rejects(
      prompts(folder, { files: '*.tsv' }),
      refusal(/^No prompt file in .* matches "\*\.tsv"\.$/),
    );
    await assert.rejects(
      prompts(folder, { files: 's3://a/*' }),
      refusal(/^"files" takes no s3:\/\/ address/),
    );
  });
});

describe('tables with one column', () => {
  it('have a heading if it is a usual one or the plan names it', async () => {
    for (const heading of ['prompt', 'Question', 'text', 'INPUT']) {
      assert.deepEqual(await prompts({ 'a.csv': `${heading}\none\ntwo\n` }), both, heading);
    }
    assert.deepEqual(await prompts({ 'a.csv': 'Frage\none\ntwo\n' }, { column: 'Frage' }), both);
  });

  it('are refused if their first line may be a prompt', () =>
    assert.rejects(
      prompts({ 'a.csv': 'What is one?\nWhat is two?\n' }),
      refusal(
        /^a\.csv has one column, and its first line, "What is one\?", may be a heading or a prompt: add the line "prompt" before it, or name it as the "column"/,
      ),
    ));
});

describe('conversations and lists in files of prompts', () => {
  const one = (value: unknown, more: Parameters<typeof prompts>[1] = {}) =>
    prompts({ 'a.jsonl': JSON.stringify(value) }, more);

  it('content in parts is text', async () => {
    const content = [{ type: 'text', text: 'part' }, 'of it'];
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content },
      { role: 'assistant', content: null },
    ];
    assert.deepEqual(await one({ conversations: messages }), ['part\nof it']);
    assert.deepEqual(await one({ conversation: messages }), ['part\nof it']);
    assert.deepEqual(await one({ prompt: messages }), ['part\nof it']);
    assert.deepEqual(await one({ chat: messages }, { column: 'chat' }), ['part\nof it']);
    assert.deepEqual(await one({ prompt: [{ type: 'text', text: 'part' }] }), ['part']);
  });

  it('other content is refused', async () => {
    const asked = (content: unknown) => one({ messages: [{ role: 'user', content }] });
    await assert.rejects(
      asked([
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: {} },
      ]),
      refusal(
        /^a\.jsonl line 1 has a part of type "image_url", which is no text: send such requests as "payload"/,
      ),
    );
    await assert.rejects(
      asked({ parts: [] }),
      refusal(/^a\.jsonl line 1 has a message of the user that is no text/),
    );
  });

  it('answers that are tool calls are left out', async () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't' }] },
      { role: 'user', content: 'b' },
    ];
    assert.deepEqual(await one({ messages }, { turns: 'all' }), ['a\n\nb']);
  });

  it('MT-Bench’s turns: the first question', async () => {
    const bench = { question_id: 81, turns: ['first q', 'second q'] };
    assert.deepEqual(await one(bench), ['first q']);
    assert.deepEqual(await one(bench, { column: 'turns' }), ['first q']);
    await assert.rejects(
      one(bench, { turns: 'all' }),
      refusal(
        /^a\.jsonl line 1 has questions without the answers between them, so only the first can be asked/,
      ),
    );
  });

  it('a list where a text is expected is called a list', () =>
    assert.rejects(
      one({ prompt: ['a', 'b'] }),
      refusal(
        /^a\.jsonl line 1: "prompt" is a list, not a text\. Give each of its texts an object of its own/,
      ),
    ));
});

describe('the text of a collection', () => {
  it('is read only as far as it is needed', () =>
    withFiles({ 'book.txt': 'a\nb\nc\n' }, async baseFolder => {
      const asked: string[] = [];
      const enough = (line: string) => asked.push(line) === 2;
      assert.deepEqual(await loadLines('book.txt', { baseFolder }, enough), ['a', 'b']);
      assert.deepEqual(await loadLines('book.txt', { baseFolder }), ['a', 'b', 'c']);
    }));
});
