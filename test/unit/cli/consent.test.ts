import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreeingCommand } from '../../../src/cli/consent/agreeingCommand.ts';
import { withConsent } from '../../../src/cli/consent/askConsent.ts';
import { chosenKeys } from '../../../src/cli/plan/chosenKeys.ts';
import { resolveSides } from '../../../src/cli/plan/resolveSides.ts';
import { trustedFile } from '../../../src/cli/process/trustedFile.ts';
import type { ConsentList } from '../../../src/protocol/consent.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';

const list: ConsentList = {
  hash: 'h1',
  sections: [{ title: 'Sends a key', lines: ['the value of GITHUB_TOKEN to https://evil.example'] }],
  amount: ['At most 10 requests.'],
  folder: '/theirs',
};
const measurement = {
  kind: 'run' as const,
  plan: {},
  secrets: {},
  baseFolder: '/theirs',
  defaultOutput: '/mine',
  network: {},
};

async function contextWith(found: ConsentList = list) {
  const context = new FakeContext(new FakeEngine({ consent: () => found }));
  context.args = ['run', 'their plan.yaml', '--name', "it's"];
  context.trustedFile = join(await mkdtemp(join(tmpdir(), 'llmeter-trusted-')), 'llmeter', 'trusted');
  const agree = (yes = false) => withConsent(context.engine, measurement, yes, context);
  return { context, agree };
}

describe('consent on the command line', () => {
  it('is not asked for where nothing needs it', async () => {
    const { context, agree } = await contextWith({ ...list, sections: [] });
    assert.equal((await agree()).agreed, undefined);
    assert.deepEqual([context.stderr.text, context.questions], ['', []]);
  });

  it('is refused without a terminal, with the list and the command that agrees', async () => {
    const { context, agree } = await contextWith();
    await assert.rejects(agree(), {
      name: 'UserError',
      message: `Nothing was sent. If you agree to all of this, run: llmeter run 'their plan.yaml' --name 'it'\\''s' --yes`,
    });
    assert.match(
      context.stderr.text,
      /Sends a key:\n {4}the value of GITHUB_TOKEN to https:\/\/evil\.example\n/,
    );
    assert.match(context.stderr.text, /At most 10 requests\./);
  });

  it('is given by --yes for this time, after the list', async () => {
    const { context, agree } = await contextWith();
    assert.equal((await agree(true)).agreed, 'h1');
    assert.match(context.stderr.text, /GITHUB_TOKEN/);
    assert.deepEqual(context.questions, []);
    await assert.rejects(agree());
  });

  it('is given by a yes on the terminal, and remembered for exactly this list and folder', async () => {
    const { context, agree } = await contextWith();
    context.answer = 'y';
    assert.equal((await agree()).agreed, 'h1');
    context.answer = null;
    context.stderr.text = '';
    assert.equal((await agree()).agreed, 'h1');
    assert.equal(context.stderr.text, '');
    assert.equal(await readFile(context.trustedFile, 'utf8'), 'h1 "/theirs"\n');
    if (process.platform !== 'win32') assert.equal((await stat(context.trustedFile)).mode & 0o777, 0o600);
    for (const other of [
      { ...list, hash: 'h2' },
      { ...list, folder: '/elsewhere' },
      { ...list, folder: '/theirs"\nh1 "/elsewhere' },
    ]) {
      const again = new FakeContext(new FakeEngine({ consent: () => other }));
      again.trustedFile = context.trustedFile;
      await assert.rejects(withConsent(again.engine, measurement, false, again), /Nothing was sent/);
    }
  });

  it('is not given by any other answer', async () => {
    for (const answer of ['', 'n', 'no', 'yesterday', '\u0003']) {
      const { context, agree } = await contextWith();
      context.answer = answer;
      await assert.rejects(agree(), { message: 'Nothing was sent, because you did not agree.' });
      await assert.rejects(readFile(context.trustedFile));
    }
  });

  it('is not read from a file that others can write', async function () {
    if (process.platform === 'win32') this.skip();
    const { context, agree } = await contextWith();
    context.answer = 'yes';
    await agree();
    context.answer = null;
    await chmod(context.trustedFile, 0o666);
    await assert.rejects(agree());
  });
});

describe('the file of agreements', () => {
  it('is in the configuration folder of the platform', () => {
    const at = (env: Record<string, string>, platform: NodeJS.Platform) =>
      trustedFile(env, platform, '/home/me');
    assert.equal(at({}, 'linux'), '/home/me/.config/llmeter/trusted');
    assert.equal(at({ XDG_CONFIG_HOME: '/cfg' }, 'darwin'), '/cfg/llmeter/trusted');
    assert.equal(at({ XDG_CONFIG_HOME: 'cfg' }, 'linux'), '/home/me/.config/llmeter/trusted');
    assert.equal(at({}, 'darwin'), '/home/me/Library/Application Support/llmeter/trusted');
    assert.match(at({ APPDATA: '/appdata' }, 'win32'), /appdata.llmeter.trusted$/);
  });
});

describe('what was typed', () => {
  it('is chosen by the person', () => {
    assert.deepEqual(chosenKeys({ baseUrl: 'x', apiKeyEnv: 'K', attach: ['a'], clients: 3 }).sort(), [
      'attachments',
      'endpoint.apiKeyEnv',
      'endpoint.baseUrl',
    ]);
  });

  it('is the address of a second side, but not what its file says', async () => {
    const folder = join(import.meta.dirname, '../../../examples');
    const flags = { model: 'm', baseUrl: 'http://localhost:1', prompt: ['hi'] };
    const sides = await resolveSides([], { ...flags, againstBaseUrl: 'http://localhost:2' }, folder);
    assert.deepEqual(
      sides.map(({ place }) => place.chosen),
      [[''], ['', 'endpoint.baseUrl']],
    );
    const [first, second] = await resolveSides([], { ...flags, against: 'callbacks.yaml' }, folder);
    assert.deepEqual(first?.place.chosen, ['']);
    assert.ok(second?.place.chosen.every(key => key !== '' && !key.startsWith('endpoint')));
    assert.deepEqual(second?.place.folders, [folder]);
    const outside = await resolveSides(
      [],
      { ...flags, against: '../examples/callbacks.yaml' },
      join(folder, '../src'),
    );
    assert.deepEqual(outside[1]?.place.folders, []);
  });

  it('is quoted for the shell where it must be', () => {
    assert.equal(agreeingCommand(['run', 'a.yaml', '$(x)', '']), "llmeter run a.yaml '$(x)' '' --yes");
  });
});
