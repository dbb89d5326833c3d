// Anthropic Messages on Google Cloud (vertex) and in Microsoft Foundry.
import assert from 'node:assert/strict';
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { AnthropicMessagesDialect } from '../../../src/endpoints/anthropicMessages/adapter.ts';
import {
  type AnthropicMessagesConfig,
  anthropicMessagesConfig,
  anthropicMessagesKind as kind,
} from '../../../src/endpoints/anthropicMessages/config.ts';
import type { EndpointSecrets } from '../../../src/endpoints/contract/endpoint.ts';
import { AccessTokens } from '../../../src/endpoints/google/accessTokens.ts';
import { addressOf, keyVariableOf } from '../../../src/endpoints/shared/servers.ts';
import { makeTransport } from './support/exchanges.ts';
import { withEnvironment } from './support/requests.ts';

const payload = { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 };
const model = 'claude-sonnet-4-5@20250929';

function configOf(config: object): AnthropicMessagesConfig {
  return anthropicMessagesConfig.parse({ kind: kind.id, model, ...config }) as AnthropicMessagesConfig;
}

async function sent(config: object, secrets: EndpointSecrets = {}) {
  const adapter = await AnthropicMessagesDialect.open(configOf(config), secrets, makeTransport());
  const { url, headers, body } = await adapter.request(adapter.prepare(payload));
  const names = new Map(headers);
  const json = JSON.parse(Buffer.from(body as Uint8Array).toString()) as JsonObject;
  return { url, names, body: json, adapter };
}

describe('Claude on Google Cloud: requests', () => {
  const google = { provider: 'vertex', project: 'my-project', region: 'us-east5' };
  const token = { apiKey: 'ya29.token' };

  it('have the model in the address, and the version in the body', async () => {
    const { url, names, body } = await sent(google, token);
    assert.equal(
      url,
      `https://us-east5-aiplatform.googleapis.com/v1/projects/my-project/locations/us-east5/publishers/anthropic/models/${model}:streamRawPredict`,
    );
    assert.deepEqual(body, { anthropic_version: 'vertex-2023-10-16', ...payload, stream: true });
    assert.deepEqual(
      [names.get('authorization'), names.get('x-api-key'), names.get('anthropic-version')],
      ['Bearer ya29.token', undefined, undefined],
    );
    const whole = await sent({ ...google, stream: false }, token);
    assert.match(whole.url, /:rawPredict$/);
    assert.deepEqual(whole.body, { anthropic_version: 'vertex-2023-10-16', ...payload });
  });

  it('go to the address of the region', async () => {
    const hosts = [];
    for (const region of ['global', 'us', 'eu', 'europe-west1'])
      hosts.push(new URL((await sent({ ...google, region }, token)).url).host);
    assert.deepEqual(hosts, [
      'aiplatform.googleapis.com',
      'aiplatform.us.rep.googleapis.com',
      'aiplatform.eu.rep.googleapis.com',
      'europe-west1-aiplatform.googleapis.com',
    ]);
  });

  it('need a region and a project, which the environment may name', async () => {
    await assert.rejects(
      sent({ provider: 'vertex', project: 'p' }, token),
      /UserError: .*"region".*CLOUD_ML_REGION/,
    );
    const environment = { CLOUD_ML_REGION: 'global', ANTHROPIC_VERTEX_PROJECT_ID: 'theirs' };
    await withEnvironment(environment, async () => {
      const { url } = await sent({ provider: 'vertex' }, token);
      assert.match(url, /^https:\/\/aiplatform\.googleapis\.com\/v1\/projects\/theirs\/locations\/global\//);
    });
  });

  it('carry no token of Google to any other address, and Anthropic’s key to none of Google', async () => {
    const { names } = await sent({ ...google, baseUrl: 'https://aiplatform.googleapis.com.evil.example/v1' });
    assert.equal(names.get('authorization'), undefined);
    const environment = { ...google, baseUrl: undefined };
    assert.equal(keyVariableOf(kind, environment), null);
    assert.equal(addressOf(kind, environment), 'https://us-east5-aiplatform.googleapis.com/v1');
  });

  it('are made anew each time, because tokens expire; there is no list of models', async () => {
    const { adapter } = await sent(google, token);
    assert.deepEqual(
      [adapter.reusable, adapter.modelsRequest(), adapter.toDict()['provider']],
      [false, null, 'vertex'],
    );
  });
});

describe('access tokens of Google', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  let folder = '';
  let address = '';
  const asked: { url: string; form: URLSearchParams; flavor: string | undefined }[] = [];
  let answer: { status: number; body: object } = { status: 200, body: {} };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', data => (text += data));
    request.on('end', () => {
      const flavor = request.headers['metadata-flavor'];
      asked.push({ url: request.url ?? '', form: new URLSearchParams(text), flavor: flavor?.toString() });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmeter-google-'));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked.length = 0;
    answer = { status: 200, body: { access_token: `t${asked.length}`, expires_in: 3600 } };
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function tokensOf(credential: object, now = () => 1_000_000): Promise<AccessTokens> {
    const file = join(folder, 'credentials.json');
    await writeFile(file, JSON.stringify(credential));
    return new AccessTokens(makeTransport(), { GOOGLE_APPLICATION_CREDENTIALS: file }, now);
  }
  const account = () => ({
    type: 'service_account',
    client_email: 'me@project.iam.gserviceaccount.com',
    private_key: privateKey,
    private_key_id: 'kid1',
    project_id: 'my-project',
    token_uri: `http://${address}/token`,
  });

  it('of a service account are asked for with a signed statement', async () => {
    const tokens = await tokensOf(account());
    assert.deepEqual([await tokens.project(), await tokens.token()], ['my-project', 't0']);
    const form = asked[0]?.form;
    assert.equal(form?.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header = '', claims = '', signature = ''] = (form?.get('assertion') ?? '').split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    assert.deepEqual(read(header), { alg: 'RS256', typ: 'JWT', kid: 'kid1' });
    assert.deepEqual(read(claims), {
      iss: 'me@project.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: `http://${address}/token`,
      iat: 1000,
      exp: 4600,
    });
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    assert.ok(verify.verify(pair.publicKey, signature, 'base64url'));
  });

  it('are asked for once, however many requests wait, and again before they expire', async () => {
    let now = 0;
    const tokens = await tokensOf(account(), () => now);
    assert.deepEqual(
      new Set(await Promise.all(Array.from({ length: 20 }, () => tokens.token()))),
      new Set(['t0']),
    );
    now = 3_200_000;
    await tokens.token();
    assert.equal(asked.length, 1);
    now = 3_400_000;
    answer = { status: 200, body: { access_token: 'next', expires_in: 3600 } };
    assert.equal(await tokens.token(), 'next');
    assert.equal(asked.length, 2);
  });

  it('that are refused say what Google said, and are asked for again', async () => {
    const tokens = await tokensOf(account());
    answer = {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    };
    await assert.rejects(
      tokens.token(),
      /UserError: Google refused .*expired or revoked.*gcloud auth application-default login/,
    );
    answer = { status: 200, body: { access_token: 'again', expires_in: 3600 } };
    assert.equal(await tokens.token(), 'again');
  });

  it('come from the metadata server where there is no file', async () => {
    const environment = { CLOUDSDK_CONFIG: join(folder, 'none'), GCE_METADATA_HOST: address };
    const tokens = new AccessTokens(makeTransport(), environment);
    assert.deepEqual([await tokens.project(), await tokens.token()], [undefined, 't0']);
    assert.deepEqual(
      [asked[0]?.url, asked[0]?.flavor],
      ['/computeMetadata/v1/instance/service-accounts/default/token', 'Google'],
    );
    answer = { status: 404, body: {} };
    await assert.rejects(
      new AccessTokens(makeTransport(), environment).token(),
      /UserError: There are no Google credentials/,
    );
  });

  it('of other kinds of credentials are refused with what to do', async () => {
    const tokens = await tokensOf({ type: 'external_account' });
    await assert.rejects(
      tokens.token(),
      /UserError: .*"external_account".*gcloud auth print-access-token.*apiKeyEnv/,
    );
  });
});

describe('Claude in Microsoft Foundry: requests', () => {
  const foundry = { provider: 'foundry', baseUrl: 'https://mine.services.ai.azure.com/anthropic' };

  it('are like those to Anthropic, with a key of Azure', async () => {
    const { url, names, body, adapter } = await sent(foundry, { apiKey: 'azure-key' });
    assert.equal(url, 'https://mine.services.ai.azure.com/anthropic/v1/messages');
    assert.deepEqual(
      [
        names.get('x-api-key'),
        names.get('authorization'),
        /^\d{4}-\d\d-\d\d$/.test(names.get('anthropic-version') ?? ''),
      ],
      ['azure-key', undefined, true],
    );
    assert.deepEqual(body, { ...payload, model, stream: true });
    assert.equal(adapter.modelsRequest(), null);
  });

  it('carry a token of Microsoft Entra as a bearer token', async () => {
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl';
    const { names } = await sent(foundry, { apiKey: jwt });
    assert.deepEqual([names.get('x-api-key'), names.get('authorization')], [undefined, `Bearer ${jwt}`]);
  });

  it('need an address, and never go to Anthropic', async () => {
    await assert.rejects(
      sent({ provider: 'foundry' }),
      /UserError: Provider "foundry" needs the address .*"baseUrl"/,
    );
    assert.equal(keyVariableOf(kind, { provider: 'foundry' }), null);
  });
});
