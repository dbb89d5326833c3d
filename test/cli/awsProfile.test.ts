import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidApiKey } from '../../src/simulator/dialects/modelIds.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter run with an AWS profile', () => {
  let folder = '';
  let simulator: Simulator;
  before(async () => {
    folder = await emptyFolder();
    simulator = await startSimulator({ scenario: 'fast' });
    const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = s\n`;
    await writeFile(join(folder, 'config'), '[profile work]\nregion = ap-south-1\n');
    await writeFile(
      join(folder, 'credentials'),
      `[work]\n${keys('AKIAWORK')}[refused]\n${keys(invalidApiKey)}`,
    );
  });
  after(() => simulator.close());

  const run = (name: string, ...flags: string[]) =>
    llmeter(
      [
        ...['run', '--endpoint', 'bedrock-converse', '--model', 'm', '--base-url', simulator.url],
        ...['--prompt', 'Hi', '--name', name, ...flags],
      ],
      {
        cwd: folder,
        env: {
          AWS_CONFIG_FILE: join(folder, 'config'),
          AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );

  it('signs with the keys of the profile, for the region of the flag', async () => {
    const { code, stderr } = await run('work', '--profile', 'work', '--region', 'sa-east-1');
    assert.equal(code, 0, stderr);
    const config = await readFile(join(folder, 'llmeter-runs', 'work', 'run_config.json'), 'utf8');
    assert.equal(JSON.parse(config).endpoint.region, 'sa-east-1');
  });

  it('advises what to do if AWS refuses the credentials', async () => {
    const { code, stdout } = await run('refused', '--profile', 'refused');
    assert.notEqual(code, 0);
    assert.match(
      stdout,
      /AWS refused the credentials of the profile "refused": sign in again with your AWS tools, choose another "profile" \(--profile\), or set AWS_BEARER_TOKEN_BEDROCK\. Also check "region" \(--region\)\./,
    );
  });

  it('reports a profile that does not exist', async () => {
    const { code, stderr } = await run('missing', '--profile', 'missing');
    assert.notEqual(code, 0);
    assert.match(stderr, /No AWS credentials in the profile "missing" \(.*\): change "profile"/);
  });
});
