import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/projectRoot.ts';
import { sourceFiles } from './sourceFiles.ts';

const files = sourceFiles();
const longest = 300;

describe('house rules', () => {
  it('has a tsconfig for every world', () => {
    const worlds = [...new Set(files.map(file => file.world))];
    assert.deepEqual(
      worlds.filter(world => !existsSync(join(projectRoot, 'src', world, 'tsconfig.json'))),
      [],
    );
  });

  it('names files in camelCase, and those of a component like the component', () => {
    const misnamed = files.filter(({ path, text }) => {
      const [, name = '', ending] = path.match(/([^/]+)\.(tsx?)$/) ?? [];
      const holdsComponent =
        ending === 'tsx' && new RegExp(`^export (?:function|const) ${name}\\b`, 'm').test(text);
      return !/^[a-z][A-Za-z0-9]*$/.test(name) && !holdsComponent;
    });
    assert.deepEqual(
      misnamed.map(file => file.path),
      [],
    );
  });

  it('exports names, and only what a file itself declares', () => {
    const broken = files
      .filter(file => /^export default|^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;]*from\s/m.test(file.text))
      .map(file => file.path);
    assert.deepEqual(broken, []);
  });

  it(`keeps files within ${longest} lines, or says at their top why not`, () => {
    const long = files
      .filter(file => file.text.trimEnd().split('\n').length > longest)
      .filter(file => !/^(?:\/\/|\/\*)[\s\S]{0,400}\b(?:long|lines|one file|one place)\b/i.test(file.text))
      .map(file => file.path);
    assert.deepEqual(long, []);
  });

  it('keeps the median file within 100 lines', () => {
    const lengths = files.map(file => file.text.trimEnd().split('\n').length).sort((a, b) => a - b);
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
    assert.ok(median <= 100, `the median is ${median}`);
  });

  it('has no state that outlives its owner: nothing at the top of a module can be reassigned', () => {
    assert.deepEqual(
      files.filter(file => /^(?:export )?(?:let|var)\s/m.test(file.text)).map(file => file.path),
      [],
    );
  });
});
