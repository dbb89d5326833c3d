import assert from 'node:assert/strict';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { nodeProblem } from '../../../src/cli/process/nodeProblem.ts';
import { engines } from '../../../src/cli/process/version.ts';
import { runCli } from '../../../src/cli/runCli.ts';
import { UserError } from '../../../src/core/base/errors.ts';
import { RemoteError } from '../../../src/protocol/channel.ts';
import { readPage } from '../docs/markdown.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';

/** The command line with an engine that throws. */
async function ended(error: unknown, ...options: string[]): Promise<{ code: number; stderr: string }> {
  const engine = new FakeEngine({
    openExperiment: () => {
      throw error;
    },
  });
  const context = new FakeContext(engine);
  const code = await runCli(['compare', 'a', 'b', ...options], context);
  return { code, stderr: context.stderr.text };
}

describe('an unexpected error of the command line', () => {
  const bug = new TypeError('Map.groupBy is not a function\nand more');

  it('has an exit code of its own, and one line', async () => {
    assert.deepEqual(await ended(bug, '--fail-on', 'worse'), {
      code: 70,
      stderr:
        'unexpected error: TypeError: Map.groupBy is not a function (a bug of LLMeter; --debug shows where)\n',
    });
  });

  it('shows its stack with --debug, also that of another thread', async () => {
    const { code, stderr } = await ended(bug, '--debug');
    assert.equal(code, exitCodes.crashed);
    assert.match(stderr, /^unexpected error: TypeError: .*\nand more\n {4}at .*crash\.test\.ts/);
    const remote = new RemoteError('TypeError', 'x', 'TypeError: x\n    at engine.ts:1:1');
    assert.match((await ended(remote, '--debug')).stderr, /\n {4}at engine\.ts:1:1\n$/);
  });

  it('is not what a person can fix', async () => {
    for (const error of [new UserError('Name it.'), new RemoteError('UserError', 'Name it.')])
      assert.deepEqual(await ended(error), { code: exitCodes.usage, stderr: 'error: Name it.\n' });
  });

  it('shares its code with no outcome, and the documentation lists every code', () => {
    const codes = Object.values(exitCodes).map(String);
    assert.equal(new Set(codes).size, codes.length);
    const page = readPage('docs/command-line.md').text;
    assert.deepEqual(
      [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code),
      codes,
    );
  });
});

describe('the version of Node', () => {
  it('may be the oldest of package.json, or newer', () => {
    const oldest = engines.node.replace('>=', '');
    for (const version of [oldest, '20.19.0', '22.0.0', '24.21.0', '100.0.0'])
      assert.equal(nodeProblem(version), null, version);
  });

  it('is refused in one sentence if it is older', () => {
    for (const version of ['12.22.0', '18.20.4', '20.18.0', '20.9.1'])
      assert.match(
        nodeProblem(version) ?? '',
        /^LLMeter needs Node 20\.18\.1 or newer, and this is Node [\d.]+: install a newer Node\.$/,
      );
  });

  it('is the same in all documents', () => {
    const oldest = engines.node.replace('>=', '');
    for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/command-line.md'])
      assert.ok(readPage(path).text.includes(`Node ${oldest}`), path);
  });
});
