// Chat Completions and Responses on Amazon Bedrock and on Bedrock Mantle.
import assert from 'node:assert/strict';
import type { EndpointSecrets } from '../../../src/endpoints/contract/endpoint.ts';
import { kindOf } from '../../../src/endpoints/kinds.ts';
import { OpenAIChatDialect } from '../../../src/endpoints/openaiChat/adapter.ts';
import { type OpenAIChatConfig, openaiChatConfig } from '../../../src/endpoints/openaiChat/config.ts';
import { OpenAIResponsesDialect } from '../../../src/endpoints/openaiResponses/adapter.ts';
import {
  type OpenAIResponsesConfig,
  openaiResponsesConfig,
} from '../../../src/endpoints/openaiResponses/config.ts';
import { keyVariableOf, presetOf } from '../../../src/endpoints/shared/servers.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { withAwsFiles } from './aws/support.ts';
import { Player, whole } from './support/replay.ts';
import { withEnvironment } from './support/requests.ts';
import { realEndpoint, runAll } from './support/runs.ts';

const aws = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

const apis = {
  'openai-chat': {
    open: (config: object, secrets: EndpointSecrets) =>
      OpenAIChatDialect.open(
        openaiChatConfig.parse({ kind: 'openai-chat', model: 'm', ...config }) as OpenAIChatConfig,
        secrets,
      ),
    path: '/chat/completions',
    dict: '{"endpoint_name":"openai","model_id":"m","provider":"bedrock-mantle","endpoint_type":"OpenAICompletionStreamEndpoint"}',
  },
  'openai-responses': {
    open: (config: object, secrets: EndpointSecrets) =>
      OpenAIResponsesDialect.open(
        openaiResponsesConfig.parse({
          kind: 'openai-responses',
          model: 'm',
          ...config,
        }) as OpenAIResponsesConfig,
        secrets,
      ),
    path: '/responses',
    dict: '{"endpoint_name":"openai-response-stream","model_id":"m","provider":"bedrock-mantle","ttft_visible_tokens_only":true,"endpoint_type":"OpenAIResponseStreamEndpoint"}',
  },
} as const;

const addresses = {
  bedrock: 'https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1',
  'bedrock-mantle': 'https://bedrock-mantle.eu-west-1.api.aws/v1',
} as const;

const kinds = Object.keys(apis) as (keyof typeof apis)[];
const providers = Object.keys(addresses) as (keyof typeof addresses)[];

/** The address of a request, its signing scope, and what was signed. */
function readOut({ url, headers }: { url: string; headers: Iterable<readonly [string, string]> }) {
  const names = new Map(headers);
  const authorization = names.get('authorization') ?? '';
  const [, scope = authorization, signed = ''] =
    /Credential=AKID\/\d+\/([\w-]+\/[\w-]+)\/aws4_request, SignedHeaders=([\w;-]+)/.exec(authorization) ?? [];
  return { url, scope, signed: signed.split(';'), names };
}

for (const kind of kinds) {
  const { open, path, dict } = apis[kind];
  const sent = async (config: object, secrets: EndpointSecrets = { aws }) => {
    const dialect = await open(config, secrets);
    return readOut(await dialect.request(dialect.prepare({})));
  };

  describe(`${kind} on AWS`, () => {
    for (const provider of providers) {
      const address = addresses[provider];

      it(`${provider}: is signed for its region and service if there is no token`, async () => {
        for (const where of [{ region: 'eu-west-1' }, { baseUrl: address }]) {
          const { url, scope, signed, names } = await sent({ provider, ...where });
          assert.deepEqual([url, scope], [`${address}${path}`, `eu-west-1/${provider}`]);
          for (const name of ['host', 'content-type', 'x-amz-date', 'x-amz-content-sha256']) {
            assert.ok(signed.includes(name) && names.has(name), name);
          }
        }
      });

      it(`${provider}: a token replaces the signature, and such requests can be sent again`, async () => {
        const { url, scope, names } = await sent({ provider, region: 'eu-west-1' }, { aws, apiKey: 'token' });
        assert.deepEqual(
          [url, scope, names.get('x-amz-date')],
          [`${address}${path}`, 'Bearer token', undefined],
        );
        const reusable = async (secrets: EndpointSecrets) =>
          (await open({ provider, region: 'eu-west-1' }, secrets)).reusable;
        assert.deepEqual([await reusable({ apiKey: 'token' }), await reusable({ aws })], [true, false]);
      });

      it(`${provider}: custom addresses and headers are used, and signed`, async () => {
        const config = { provider, region: 'eu-west-1', baseUrl: 'http://gateway.example/aws/v1' };
        const { url, signed, names } = await sent({ ...config, headers: { 'X-Team': 'blue' } });
        assert.deepEqual(
          [url, names.get('x-team'), signed.includes('x-team')],
          [`http://gateway.example/aws/v1${path}`, 'blue', true],
        );
        const { baseUrl } = config;
        assert.equal((await sent({ provider, baseUrl }, { apiKey: 'token' })).scope, 'Bearer token');
      });

      it(`${provider}: requests the models in the same way as answers`, async () => {
        const dialect = await open({ provider, region: 'eu-west-1' }, { aws });
        const request = await dialect.modelsRequest();
        assert.deepEqual(
          [request.method, readOut(request).url, readOut(request).scope],
          ['GET', `${address}/models`, `eu-west-1/${provider}`],
        );
      });

      it(`${provider}: leaks no environment settings that are meant for other servers`, async () => {
        const environment = {
          OPENAI_API_KEY: 'env-key',
          OPENAI_ORG_ID: 'env-org',
          OPENAI_CUSTOM_HEADERS: 'X-E: env-x',
          AWS_BEARER_TOKEN_BEDROCK: 'env-bearer',
          AWS_BEDROCK_BASE_URL: 'http://env-base.example',
        };
        await withEnvironment(environment, async () => {
          const { url, names } = await sent({ provider, region: 'eu-west-1' });
          assert.doesNotMatch(JSON.stringify([url, ...names]), /env-/);
        });
      });

      it(`${provider}: its preset takes the region from the user and the token from its own variable`, () => {
        const config = parseEndpoint({ kind, model: 'm', provider, baseUrl: address });
        assert.equal(presetOf(kindOf(config.kind), config)?.provider, provider);
        assert.equal(keyVariableOf(kindOf(config.kind), config), 'AWS_BEARER_TOKEN_BEDROCK');
      });
    }

    it('the serialised endpoint equals LLMeter’s, which has no region', async () => {
      const dialect = await open({ provider: 'bedrock-mantle', region: 'eu-west-1', profile: 'p' }, { aws });
      assert.equal(JSON.stringify(dialect.toDict()), dict);
    });

    it('a region changes nothing for other providers', async () => {
      const { url, scope } = await sent({ region: 'eu-west-1', profile: 'none' }, {});
      assert.deepEqual([url, scope], [`https://api.openai.com/v1${path}`, '']);
    });

    it('AWS’s own refusals are reported in its words', async () => {
      const player = await Player.for({ kind, model: 'm', stream: false }, { apiKey: 'k' });
      const { response, trace } = player.play(
        whole('{"message":"The security token is expired."}', {
          status: '403 Forbidden',
          headers: ['content-type: application/json', 'x-amzn-errortype: ExpiredTokenException'],
        }),
      );
      assert.deepEqual(
        [response.error, trace.reason],
        ['Bedrock expiredTokenException: The security token is expired.', 'authentication'],
      );
    });
  });
}

describe('OpenAI’s APIs on AWS with a user’s settings', () => {
  withAwsFiles({
    config: '[profile team]\nregion = ap-southeast-2\n[profile empty]\nregion = eu-west-1\n',
    credentials: '[team]\naws_access_key_id = AKID\naws_secret_access_key = secret\n',
  });
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ scenario: 'fast' });
  });
  after(() => simulator.close());

  for (const kind of kinds) {
    it(`${kind}: region and keys come from the profile`, async () => {
      const dialect = await apis[kind].open({ provider: 'bedrock-mantle', profile: 'team' }, {});
      const { url, scope } = readOut(await dialect.request(dialect.prepare({})));
      assert.deepEqual(
        [url, scope],
        [
          `https://bedrock-mantle.ap-southeast-2.api.aws/v1${apis[kind].path}`,
          'ap-southeast-2/bedrock-mantle',
        ],
      );
    });

    it(`${kind}: missing settings are reported before anything is sent`, async () => {
      await assert.rejects(apis[kind].open({ provider: 'bedrock-mantle', profile: 'empty' }, {}), {
        name: 'UserError',
        message: /^No AWS credentials in the profile "empty"/,
      });
    });

    it(`${kind}: a run with a profile is answered, and the models are listed`, async () => {
      const config = { kind, provider: 'bedrock-mantle', profile: 'team', model: 'm' } as const;
      const endpoint = await realEndpoint({ ...config, baseUrl: `${simulator.url}/v1` });
      assert.deepEqual(await endpoint.listModels(5000), ['simulated-model', 'simulated-model-large']);
      const { records } = await runAll({ endpoint, clients: 2, requests: 2 });
      assert.deepEqual(
        records.map(({ response }) => response.error),
        [null, null, null, null],
      );
    });
  }
});
