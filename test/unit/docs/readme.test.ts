import assert from 'node:assert/strict';
import { endpointKinds } from '../../../src/endpoints/kinds.ts';
import { linksOf, readPage } from './markdown.ts';

const readme = readPage('README.md');

describe('README', () => {
  it('is short: at most 200 lines of at most 300 characters', () => {
    const lines = readme.text.trimEnd().split('\n');
    assert.ok(lines.length <= 200, `${lines.length} lines`);
    assert.deepEqual(
      lines.filter(line => line.length > 300),
      [],
    );
  });

  it('says what every endpoint kind was tested against', () => {
    const kinds = endpointKinds.map(({ id }) => id);
    const missing = kinds.filter(kind => !readme.text.includes(`| \`${kind}\``));
    assert.deepEqual(missing, []);
  });

  it('shows pictures', () => {
    const pictures = linksOf(readme).filter(({ file }) => file?.startsWith('media/'));
    assert.ok(pictures.length > 0);
  });

  it('gives exactly the two set-up commands', () => {
    const block = /## From a clone\n\n```\n([\s\S]*?)```/.exec(readme.text)?.[1];
    assert.equal(block, 'npm start\nnpm test\n');
  });
});
