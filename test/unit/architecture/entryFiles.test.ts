import assert from 'node:assert/strict';
import { modules } from './layers.ts';
import { moduleOf, sourceFiles } from './sourceFiles.ts';

const files = new Map(sourceFiles().map(file => [file.path, file]));

/** The sentences of the comment that a file opens with. */
function openingSentences(text: string): string[] {
  const comment = /^\/\*\*([\s\S]*?)\*\/\n\n/.exec(text)?.[1] ?? '';
  const prose = comment.replaceAll(/^\s*\* ?/gm, '').replaceAll('\n', ' ');
  return prose.match(/[A-Z`].*?[.](?=\s|$)/g) ?? [];
}

describe('the entry file of each module', () => {
  for (const [module, { entry }] of Object.entries(modules)) {
    it(`exists in ${module}`, () => {
      assert.ok(files.has(entry), `${entry} does not exist`);
      assert.equal(moduleOf(entry), module);
    });

    it(`opens with a comment that introduces ${module}`, () => {
      const sentences = openingSentences(files.get(entry)?.text ?? '');
      assert.ok(sentences.length >= 3, `${entry} opens with ${sentences.length} sentences`);
      const text = sentences.join(' ');
      assert.match(text, new RegExp(`^The ${module} module `));
      assert.match(text, /\bnever\b/);
      assert.match(text, /\bStart (?:with|here)\b/);
    });
  }

  it('is not introduced by a comment that belongs to the first declaration, nor by a short one', () => {
    assert.deepEqual(openingSentences("import { a } from './a.ts';\n\n/** One. Two. Three. */\n"), []);
    assert.deepEqual(openingSentences('/** One. Two. Three. */\nexport const a = 1;\n'), []);
    assert.deepEqual(openingSentences('/**\n * One a.ts.\n * Two.\n */\n\nexport const a = 1;\n'), [
      'One a.ts.',
      'Two.',
    ]);
  });
});
