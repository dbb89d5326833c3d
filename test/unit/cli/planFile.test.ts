import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePlanFile, readPlanFile } from '../../../src/cli/plan/planFile.ts';

const yaml = `# a plan
endpoint:
  kind: openai-chat
  headers:
    X-Team: a
prompt:
  - one
  - two
duration: 30s
`;

describe('plan file', () => {
  it('reads YAML and JSON', () => {
    const expected = {
      endpoint: { kind: 'openai-chat', headers: { 'X-Team': 'a' } },
      prompt: ['one', 'two'],
      duration: '30s',
    };
    assert.deepEqual(parsePlanFile(yaml, 'plan.yaml', '/plan.yaml').plan, expected);
    assert.deepEqual(parsePlanFile(JSON.stringify(expected), 'plan.json', '/plan.json').plan, expected);
  });

  it('knows the line of each key, or of the nearest parent of a missing key', () => {
    const { lineOf } = parsePlanFile(yaml, 'plan.yaml', '/plan.yaml');
    const paths = [
      ['endpoint'],
      ['endpoint', 'headers', 'X-Team'],
      ['prompt', 1],
      ['endpoint', 'model'],
      ['clients'],
      [],
    ];
    assert.deepEqual(paths.map(lineOf), [2, 5, 8, 2, null, null]);
  });

  it('reports where the text is not valid YAML, and duplicate keys', () => {
    const message = (text: string) => errorOf(() => parsePlanFile(text, 'plan.yaml', '/plan.yaml'));
    assert.match(message('clients: 1\nprompt: [a\nname: b\n'), /^plan\.yaml, line \d, column \d: .*\.$/);
    assert.match(
      message('clients: 1\nclients: 2\n'),
      /^plan\.yaml, line 2, column 1: Map keys must be unique\.$/,
    );
  });

  it('rejects files that do not contain a mapping', () => {
    for (const text of ['', '- a\n', 'hello']) {
      assert.equal(
        errorOf(() => parsePlanFile(text, 'p.yaml', '/p.yaml')),
        'p.yaml must contain a plan, with keys such as "endpoint", "prompt" and "requests".',
      );
    }
  });

  it('resolves paths from the working folder, and names a file that cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'llmeter-plan-'));
    await writeFile(join(folder, 'p.yaml'), 'name: x\n');
    const { path, plan } = await readPlanFile('p.yaml', folder);
    assert.deepEqual({ path, plan }, { path: join(folder, 'p.yaml'), plan: { name: 'x' } });
    await assert.rejects(readPlanFile('q.yaml', folder), {
      name: 'UserError',
      message: 'Cannot read the plan file q.yaml: the file does not exist.',
    });
    await assert.rejects(readPlanFile('.', folder), {
      name: 'UserError',
      message: 'Cannot read the plan file .: it is a folder.',
    });
  });
});

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') return error.message;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
