import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../../../src/measure/run/systemClock.ts';
import { refusedPort } from '../../../../src/simulator/simulator.ts';
import { startForwardProxy } from '../support/forwardProxy.ts';
import { access, withAwsFiles } from './support.ts';

const config = `
[profile base]
region = us-east-1
[profile role]
role_arn = arn:aws:iam::111122223333:role/Measure
source_profile = base
region = eu-west-1
[profile sso]
sso_session = corporate
sso_account_id = 111122223333
sso_role_name = Measure
region = us-west-2
[profile through-sso]
role_arn = arn:aws:iam::111122223333:role/Measure
source_profile = sso
[sso-session corporate]
sso_start_url = https://corporate.awsapps.com/start
sso_region = us-east-1
`;
const credentials = '[base]\naws_access_key_id = BASEKEY\naws_secret_access_key = secret\n';

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>ID:us</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/Measure/us</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
<SessionToken>of-the-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

/** STS and the portal of IAM Identity Center in one server; records who requested what. */
class SignInDouble {
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    const { url = '', headers } = request;
    let body = '';
    request.on('data', (bytes: Buffer) => {
      body += bytes.toString();
    });
    request.on('end', () => {
      // Requests to a proxy have absolute addresses.
      if (url.includes('/federation/credentials')) {
        this.asked.push(
          `portal ${headers['x-amz-sso_bearer_token']} ${url.split('?')[1]?.split('&').sort().join('&')}`,
        );
        const keys = { accessKeyId: 'SSOKEY', secretAccessKey: 'secret', sessionToken: 'of-sso' };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ roleCredentials: { ...keys, expiration: 4_000_000_000_000 } }));
        return;
      }
      const form = new URLSearchParams(body);
      const [, signer, region] = /Credential=(\w+)\/\d+\/([\w-]+)\//.exec(headers.authorization ?? '') ?? [];
      this.asked.push(`${form.get('Action')} ${form.get('RoleArn')} ${signer} ${region}`);
      response.setHeader('content-type', 'text/xml');
      response.end(assumed);
    });
  });

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', () => resolve()));
    const url = `http://127.0.0.1:${this.port}`;
    Object.assign(process.env, { AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_SSO: url });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

describe('AWS access by signing in', () => {
  const { home } = withAwsFiles({ config, credentials });
  let double: SignInDouble;
  beforeEach(async () => {
    double = new SignInDouble();
    await double.open();
  });
  afterEach(() => double.close());

  async function signedIn(expiresAt: string): Promise<void> {
    const folder = join(home(), '.aws', 'sso', 'cache');
    await mkdir(folder, { recursive: true });
    const name = createHash('sha1').update('corporate').digest('hex');
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ accessToken: 'sso-token', expiresAt }));
  }

  const role = 'AssumeRole arn:aws:iam::111122223333:role/Measure';
  const portal = 'portal sso-token account_id=111122223333&role_name=Measure';

  it('assumes the role of a profile with the keys of another one', async () => {
    assert.deepEqual(await access({ profile: 'role' }), [
      'eu-west-1',
      'ROLEKEY',
      'eu-west-1/bedrock',
      'of-the-role',
    ]);
    assert.deepEqual(double.asked, [`${role} BASEKEY eu-west-1`]);
  });

  it('assumes it for another region and another address as well', async () => {
    const baseUrl = 'http://127.0.0.1:9';
    assert.deepEqual(await access({ profile: 'role', region: 'us-west-2', baseUrl }), [
      'us-west-2',
      'ROLEKEY',
      'us-west-2/bedrock',
      'of-the-role',
    ]);
    assert.deepEqual(double.asked, [`${role} BASEKEY eu-west-1`]);
  });

  it('uses the credentials of a user who has signed in through IAM Identity Center', async () => {
    await signedIn('2099-01-01T00:00:00Z');
    assert.deepEqual(await access({ profile: 'sso' }), [
      'us-west-2',
      'SSOKEY',
      'us-west-2/bedrock',
      'of-sso',
    ]);
    assert.deepEqual(double.asked, [portal]);
  });

  it('assumes a role with those credentials', async () => {
    await signedIn('2099-01-01T00:00:00Z');
    assert.deepEqual((await access({ profile: 'through-sso', region: 'ap-south-1' })).slice(1), [
      'ROLEKEY',
      'ap-south-1/bedrock',
      'of-the-role',
    ]);
    assert.deepEqual(double.asked, [portal, `${role} SSOKEY ap-south-1`]);
  });

  it('resolves credentials once for all requests', async () => {
    const { BedrockRuntime } = await import('../../../../src/endpoints/aws/bedrockRuntime.ts');
    const { InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
    const runtime = await BedrockRuntime.open({ profile: 'role' }, {});
    const send = () =>
      runtime.request(client => client.send(new InvokeModelCommand({ modelId: 'm', body: '{}' })));
    await Promise.all([send(), send(), send()]);
    await send();
    assert.deepEqual(double.asked, [`${role} BASEKEY eu-west-1`]);
  });

  for (const { kind, provider } of [
    { kind: 'bedrock-converse', provider: 'bedrock' },
    { kind: 'bedrock-invoke', provider: 'bedrock' },
    { kind: 'sagemaker', provider: 'sagemaker' },
    { kind: 'anthropic-messages', provider: 'bedrock' },
    { kind: 'anthropic-messages', provider: 'bedrock-mantle' },
  ]) {
    it(`${kind}, ${provider}: uses the proxy if there is one`, async () => {
      await signedIn('2099-01-01T00:00:00Z');
      const proxy = await startForwardProxy({ target: double.port });
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_STS: 'http://sts.example.test',
        AWS_ENDPOINT_URL_SSO: 'http://portal.example.test',
      });
      const settings = { clock: systemClock, environment: {}, proxy: `http://127.0.0.1:${proxy.port}` };
      const transport = new HttpTransport(settings);
      const config = { kind, provider, model: 'm', region: 'ap-south-1', profile: 'through-sso' };
      const checked = endpointConfigSchema.parse(config);
      try {
        const endpoint = await createEndpoint(checked, {}, transport, systemClock);
        endpoint.close();
        assert.deepEqual(double.asked, [portal, `${role} SSOKEY ap-south-1`]);
        assert.deepEqual(
          proxy.heads.map(head => new URL(head.split(' ')[1] ?? '').host),
          ['portal.example.test', 'sts.example.test'],
        );
      } finally {
        await proxy.close();
      }
    });
  }

  it('reports why it got no answer, and leaves nothing open', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${await refusedPort()}` });
    const transport = new HttpTransport({ clock: systemClock, environment: {} });
    const checked = endpointConfigSchema.parse({ kind: 'bedrock-converse', model: 'm', profile: 'role' });
    await assert.rejects(
      createEndpoint(checked, {}, transport, systemClock),
      /Nothing listens at 127\.0\.0\.1/,
    );
  });

  it('reports that a sign-in has expired, and what to do', async () => {
    await signedIn('2020-01-01T00:00:00Z');
    await assert.rejects(access({ profile: 'sso' }), {
      name: 'UserError',
      message:
        /^No AWS credentials in the profile "sso" \(.*run 'aws sso login' with the corresponding profile\.\): change "profile", sign in/,
    });
    assert.deepEqual(double.asked, []);
  });
});
