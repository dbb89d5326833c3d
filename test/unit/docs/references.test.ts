import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsTable } from '../../../src/core/metrics/definitions.ts';
import { recipes } from '../../../src/core/recipes/recipes.ts';
import { endpointKinds } from '../../../src/endpoints/kinds.ts';
import { scenarios } from '../../../src/simulator/scenario/scenarios.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { modules } from '../architecture/layers.ts';
import { readPage } from './markdown.ts';

const textOf = (name: string) => readPage(`docs/${name}.md`).text;
const missingFrom = (text: string, names: readonly string[]) =>
  names.filter(name => !text.includes(`\`${name}\``));

/** Names of all properties of a JSON document. */
function keysOf(path: string, ...under: string[]): string[] {
  let value = JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));
  for (const key of under) value = value[key];
  return Object.keys(value);
}

describe('the reference pages', () => {
  it('define every metric as the code does', () => {
    const section = /<!-- metrics:[^>]*-->\n([\s\S]*?)\n<!-- \/metrics -->/.exec(textOf('metrics'))?.[1];
    assert.equal(section, metricsTable(), 'Run `node test/unit/docs/writeTables.ts`.');
  });

  it('list every endpoint kind', () => {
    const kinds = endpointKinds.map(({ id }) => id);
    assert.deepEqual(missingFrom(textOf('endpoints'), kinds), []);
    assert.deepEqual(
      missingFrom(
        textOf('accuracy'),
        kinds.filter(kind => kind !== 'vscode-lm'),
      ),
      [],
    );
  });

  it('describe every key of a plan', () => {
    const keys = keysOf('schemas/run-plan.schema.json', 'properties').filter(key => key !== '$schema');
    assert.deepEqual(missingFrom(textOf('plan-files'), keys), []);
  });

  it('list every command of the command line', () => {
    const commands = readdirSync(join(projectRoot, 'src/cli/commands')).map(file =>
      file.replace(/\.ts$/, '').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
    );
    assert.deepEqual(
      missingFrom(
        textOf('command-line'),
        commands.map(command => `llmeter ${command}`),
      ),
      [],
    );
  });

  it('list every recipe and every scenario', () => {
    assert.deepEqual(
      missingFrom(
        textOf('experiments'),
        recipes.map(({ id }) => id),
      ),
      [],
    );
    assert.deepEqual(missingFrom(textOf('simulated-endpoint'), Object.keys(scenarios)), []);
  });

  it('list every warning of a run', () => {
    const sources = ['src/measure/run', 'src/measure/spending'].flatMap(folder =>
      readdirSync(join(projectRoot, folder))
        .filter(file => /diagnostics\.ts$/i.test(file))
        .map(file => `${folder}/${file}`),
    );
    const text = sources.map(path => readFileSync(join(projectRoot, path), 'utf8')).join('\n');
    const ids = [...text.matchAll(/\bid: '([a-z-]+)'/g)].map(([, id = '']) => id);
    assert.ok(ids.length > 10);
    assert.deepEqual(missingFrom(textOf('accuracy'), ids), []);
  });

  it('list every setting', () => {
    const settings = keysOf('package.json', 'contributes', 'configuration', 'properties');
    assert.deepEqual(missingFrom(textOf('editor'), settings), []);
  });
});

describe('CONTRIBUTING', () => {
  const { text } = readPage('CONTRIBUTING.md');

  it('says what every dependency is for', () => {
    const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
    const names = groups.flatMap(group => keysOf('package.json', group));
    const [, table = ''] = text.split('## Dependencies');
    const named = new Set(table.match(/(?:@[\w-]+\/)?[\w-]+/g));
    assert.deepEqual(
      names.filter(name => !named.has(name)),
      [],
    );
  });

  it('lists the modules in order, with their allowed imports and entry files', () => {
    const rows = [...text.matchAll(/^\| `src\/(\w+)\/` \|.*?\| ([^|]*) \| `([^`]+)` \|$/gm)];
    assert.deepEqual(
      rows.map(([, module, allowed = '', entry]) => {
        const [names = ''] = allowed.split(';');
        return [module, names === 'no other' ? [] : names.split(', '), entry];
      }),
      Object.entries(modules).map(([module, rules]) => [module, rules.modules, rules.entry]),
    );
  });
});
