import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { metricsTable } from '../../../src/core/metrics/definitions.ts';
import { endpointKinds } from '../../../src/endpoints/kinds.ts';

const root = new URL('../../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

describe('README', () => {
  it('defines every metric as the code does', () => {
    const section = /<!-- metrics:[^>]*-->\n([\s\S]*?)\n<!-- \/metrics -->/.exec(readme)?.[1];
    assert.equal(section, metricsTable());
  });

  it('says of every endpoint kind what it was tested against', () => {
    const missing = endpointKinds.filter(kind => !readme.includes(`| \`${kind.id}\``));
    assert.deepEqual(missing, []);
  });

  it('shows pictures that exist', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(match => match[1] ?? '');
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter(picture => !existsSync(new URL(picture, root))),
      [],
    );
  });

  it('gives exactly the two set-up commands', () => {
    const block = /## From a clone\n\n```\n([\s\S]*?)```/.exec(readme)?.[1];
    assert.equal(block, 'npm start\nnpm test\n');
  });
});
