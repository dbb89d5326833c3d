import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json');
const texts: Record<string, string> = read('package.nls.json');
const { contributes } = manifest;

/** All values of a key, however deep. */
function valuesOf(key: string, within: unknown): string[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : valuesOf(key, value),
  );
}

/** Context keys that VS Code sets itself. */
const known = new Set([
  'view',
  'viewItem',
  'focusedView',
  'listFocus',
  'listMultiSelection',
  'inputFocus',
  'isWorkspaceTrusted',
  'resourceFilename',
  'resourceScheme',
  'false',
  'file',
  'llmeter.endpoints',
  'llmeter.runs',
]);

describe('the manifest', () => {
  it('has exactly the texts that it uses', () => {
    const asked = [...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(match => match[1] ?? '');
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(texts).sort());
  });

  it('offers only commands that it declares', () => {
    const declared = new Set(contributes.commands.map((command: { command: string }) => command.command));
    const inTexts = Object.values(texts).flatMap(text =>
      [...text.matchAll(/command:(llmeter[\w.]+)/g)].map(match => match[1] ?? ''),
    );
    for (const command of [...valuesOf('command', contributes.menus), ...inTexts]) {
      assert.ok(declared.has(command), command);
    }
    for (const { command } of contributes.keybindings) assert.ok(declared.has(command), command);
  });

  it('uses only context keys that are set', () => {
    const source = readFileSync(
      new URL('../../../src/extension/host/contextKeys.ts', import.meta.url),
      'utf8',
    );
    const ours = [...source.matchAll(/'(llmeter\.\w+)':/g)].map(match => match[1] ?? '');
    for (const when of valuesOf('when', contributes)) {
      const words = when.replace(/\/(?:\\.|[^/])+\//g, '').match(/[\w.]+/g) ?? [];
      for (const word of words) assert.ok(known.has(word) || ours.includes(word), `${word} in “${when}”`);
    }
  });

  it('describes every command and setting', () => {
    assert.deepEqual(
      contributes.commands.filter((command: { category: string }) => command.category !== 'LLMeter'),
      [],
    );
    for (const [key, value] of Object.entries<{ markdownDescription: string; default: unknown }>(
      contributes.configuration.properties,
    )) {
      assert.ok(key.startsWith('llmeter.') && value.default !== undefined && value.markdownDescription, key);
      const text = texts[value.markdownDescription.replaceAll('%', '')] ?? '';
      assert.match(text, /^[A-Z][^.]*\.$/, `${key} is described in one sentence`);
    }
  });
});
