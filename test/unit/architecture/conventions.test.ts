import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/projectRoot.ts';
import { sourceFiles } from './sourceFiles.ts';

const files = sourceFiles();
const longest = 300;

describe('source conventions', () => {
  it('has a tsconfig for every module', () => {
    const modules = [...new Set(files.map(file => file.module))];
    assert.deepEqual(
      modules.filter(module => !existsSync(join(projectRoot, 'src', module, 'tsconfig.json'))),
      [],
    );
  });

  it('names files in camelCase, and the file of a component after the component', () => {
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

  it('shows the texts of others in the editor only where their control characters are made visible', () => {
    const direct = files
      .filter(({ module, path }) => module === 'extension' && !path.endsWith('host/inert.ts'))
      .filter(({ text }) => /window\s*\.show(Warning|Error|Information)Message/.test(text))
      .map(file => file.path);
    assert.deepEqual(direct, []);
  });

  it('uses named exports only and exports nothing that another file declares', () => {
    const broken = files
      .filter(file => /^export default|^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;]*from\s/m.test(file.text))
      .map(file => file.path);
    assert.deepEqual(broken, []);
  });

  it(`keeps files within ${longest} lines unless a comment at the top says why not`, () => {
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

  it('has no state at the top level of a file: nothing there can be reassigned', () => {
    assert.deepEqual(
      files.filter(file => /^(?:export )?(?:let|var)\s/m.test(file.text)).map(file => file.path),
      [],
    );
  });
});
