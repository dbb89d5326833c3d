import assert from 'node:assert/strict';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter recipe', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
  });

  it('lists the recipes', async () => {
    const { code, stdout } = await llmeter(['recipe'], { cwd });
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^ttft\n {2}Which of two endpoints answers sooner\?\n {2}.* Needs 2 endpoints\.\n\ntpot\n/,
    );
    const { stdout: json } = await llmeter(['recipe', '--json'], { cwd });
    assert.deepEqual(
      JSON.parse(json).map((recipe: { id: string; inputs: unknown[] }) => [recipe.id, recipe.inputs.length]),
      [
        ['ttft', 2],
        ['tpot', 2],
        ['prompt-caching', 1],
        ['converse-vs-messages', 1],
        ['thinking', 1],
        ['cost', 2],
      ],
    );
  });

  it('runs from flags only, and prints the findings first', async () => {
    const args = [
      '--base-url',
      'simulated:default',
      '--against-base-url',
      'simulated:fast',
      '--max-tokens',
      '4',
    ];
    const { code, stdout, stderr } = await llmeter(
      ['recipe', 'ttft', ...args, '--clients', '8', '--requests', '8', '--name', 'answer'],
      { cwd },
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^simulated-fast against simulated-default: TTFT median is [\d.]+ % lower \([\d.]+ to [\d.]+ %\): better\. Significant: the 95 % interval excludes 0\.\n/,
    );
    assert.match(stdout, /\nsimulated-fast against simulated-default\n/);
  });

  it('rejects unknown recipes, and endpoints that do not fit', async () => {
    const refused = async (args: string[], message: RegExp) => {
      const { code, stderr } = await llmeter(['recipe', ...args], { cwd });
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    };
    const simulated = ['--base-url', 'simulated:fast'];
    await refused(['tftt'], /There is no recipe "tftt"\. Did you mean "ttft"\?/);
    await refused(['ttft', ...simulated], /needs 2 endpoints \(Endpoint A and Endpoint B\), not 1/);
    await refused(['thinking', ...simulated, '--against-model', 'b'], /needs 1 endpoint \(Endpoint\), not 2/);
    await refused(
      ['converse-vs-messages', ...simulated],
      /"endpoint\.kind" must be bedrock-converse or anthropic-messages/,
    );
  });
});
