import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAwsProfiles } from '../../../../src/endpoints/aws/awsProfiles.ts';

const config = `
[default]
region = eu-central-1

[profile sso]
sso_session = corporate
sso_account_id = 111122223333
region = us-west-2

[profile "old-sso"]
sso_start_url = https://example.awsapps.com/start

[profile role]
role_arn = arn:aws:iam::111122223333:role/Measure
source_profile = default

[profile program]
credential_process = /usr/local/bin/credentials

[profile signed-in]
login_session = arn:aws:sts::111122223333:session

[profile settings-only]
output = json

[sso-session corporate]
sso_start_url = https://example.awsapps.com/start

[services local]
sts =
  endpoint_url = http://localhost:1
`;

const credentials = `
[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret-of-the-file

[keys]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = other-secret
`;

describe('AWS profiles', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmeter-aws-'));
    await writeFile(join(folder, 'config'), config);
    await writeFile(join(folder, 'credentials'), credentials);
  });
  after(() => rm(folder, { recursive: true }));

  const files = () => ({
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  });

  it('come from both files, with region and kind, default first', async () => {
    assert.deepEqual(await listAwsProfiles(files()), [
      { name: 'default', region: 'eu-central-1', kind: 'static' },
      { name: 'keys', region: null, kind: 'static' },
      { name: 'old-sso', region: null, kind: 'sso' },
      { name: 'program', region: null, kind: 'process' },
      { name: 'role', region: null, kind: 'role' },
      { name: 'settings-only', region: null, kind: 'none' },
      { name: 'signed-in', region: null, kind: 'login' },
      { name: 'sso', region: 'us-west-2', kind: 'sso' },
    ]);
  });

  it('contain no secret', async () => {
    assert.doesNotMatch(JSON.stringify(await listAwsProfiles(files())), /secret|AKIA/);
  });

  it('are read again when the files have changed', async () => {
    const changing = join(folder, 'changing');
    const names = async () =>
      (
        await listAwsProfiles({
          ...files(),
          AWS_CONFIG_FILE: changing,
          AWS_SHARED_CREDENTIALS_FILE: changing,
        })
      ).map(({ name }) => name);
    await writeFile(changing, '[one]\naws_access_key_id = a\n');
    assert.deepEqual(await names(), ['one']);
    await writeFile(changing, '[two]\naws_access_key_id = a\n');
    assert.deepEqual(await names(), ['two']);
  });

  it('do not exist without files', async () => {
    const missing = join(folder, 'missing');
    assert.deepEqual(
      await listAwsProfiles({ AWS_CONFIG_FILE: missing, AWS_SHARED_CREDENTIALS_FILE: missing }),
      [],
    );
  });
});
