import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../src/core/base/errors.ts';
import { costModel } from '../../src/core/cost/costModel.ts';
import type { RunDimension } from '../../src/core/cost/dimensions.ts';
import type { CostPlan } from '../../src/core/plan/costPlan.ts';
import { parseEndpoint } from '../../src/measure/plan/parsePlan.ts';
import { systemClock } from '../../src/measure/run/systemClock.ts';
import { withLookedUpPrices } from '../../src/prices/sagemaker/withLookedUpPrices.ts';

/** A product of the price list, as AWS sends it: a JSON document inside of a string. */
function product(unit: string, amount: string, currency = 'USD') {
  return JSON.stringify({
    product: { productFamily: 'ML Instance', sku: 'ABC' },
    serviceCode: 'AmazonSageMaker',
    terms: {
      OnDemand: {
        'ABC.JRTCKXETXF': {
          priceDimensions: {
            'ABC.JRTCKXETXF.6YS6EN2CT7': { unit, pricePerUnit: { [currency]: amount } },
          },
        },
      },
    },
  });
}

interface Asked {
  target: string;
  scope: string;
  body: Record<string, unknown>;
}

type Answers = Record<string, (body: Record<string, unknown>) => { status?: number; json: object }>;

/** AWS as far as prices and endpoints go: JSON 1.1 on one address. */
class AwsDouble {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  answers: Answers = {};

  constructor() {
    this.#server = createServer(async (request, response) => {
      const { target, scope, body } = await read(request);
      this.asked.push({ target, scope, body });
      const { status = 200, json } = this.answers[target]?.(body) ?? { status: 400, json: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(json));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { authorization = '', 'x-amz-target': target, 'content-type': type } = request.headers;
  assert.equal(type, 'application/x-amz-json-1.1');
  const scope = /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/(\S+)\/aws4_request, /.exec(
    authorization,
  )?.[1];
  return { target: String(target), scope: scope ?? '', body: JSON.parse(text) };
}

const listed: Answers = {
  'AWSPriceListService.GetProducts': ({ Filters }) => ({
    json: {
      FormatVersion: 'aws_v1',
      PriceList: [
        JSON.stringify(Filters).includes('volumeType') ? product('GB-Mo', '0.1008') : product('Hrs', '1.408'),
      ],
    },
  }),
};

const described: Answers = {
  ...listed,
  'SageMaker.DescribeEndpoint': () => ({
    json: {
      EndpointName: 'my-endpoint',
      EndpointConfigName: 'my-config',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 3 }],
    },
  }),
  'SageMaker.DescribeEndpointConfig': () => ({
    json: {
      ProductionVariants: [{ VariantName: 'AllTraffic', InstanceType: 'ml.g5.xlarge', VolumeSizeInGB: 50 }],
    },
  }),
};

describe('prices of SageMaker endpoints', () => {
  const aws = new AwsDouble();
  let url = '';
  before(async () => {
    url = await aws.start();
  });
  after(() => aws.stop());

  async function lookUp(
    answers: Answers,
    run: Record<string, RunDimension>,
    sagemaker?: Exclude<CostPlan, false>['sagemaker'],
    endpoint: object = { kind: 'sagemaker', model: 'my-endpoint', region: 'eu-west-1' },
  ) {
    aws.asked.length = 0;
    aws.answers = answers;
    const { run_dims } = await withLookedUpPrices(
      costModel([], run),
      { sagemaker },
      {
        endpoint: parseEndpoint(endpoint),
        secrets: { aws: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } },
        network: {},
        clock: systemClock,
        environment: { AWS_ENDPOINT_URL_PRICING: url, AWS_ENDPOINT_URL_SAGEMAKER: url },
      },
    );
    return run_dims;
  }

  const compute = {
    _type: 'SageMakerRTEndpointCompute',
    instance_type: 'ml.g5.xlarge',
    instance_count: 2,
  } as const;
  const storage = { _type: 'SageMakerRTEndpointStorage', gbs_provisioned: 100 } as const;

  it('are asked of the price list with LLMeter’s filters, signed for us-east-1', async () => {
    const dims = await lookUp(listed, { compute, storage: { ...storage, region: 'us-west-2' } });
    assert.deepEqual(dims, {
      compute: { ...compute, region: 'eu-west-1', price_per_hour: 1.408 },
      storage: { ...storage, region: 'us-west-2', price_per_gb_hour: 0.1008 / 720 },
    });
    const match = (Field: string, Value: string) => ({ Type: 'TERM_MATCH', Field, Value });
    const ask = (Filters: object[]) => ({
      target: 'AWSPriceListService.GetProducts',
      scope: 'us-east-1/pricing',
      body: { ServiceCode: 'AmazonSageMaker', Filters, FormatVersion: 'aws_v1' },
    });
    assert.deepEqual(aws.asked, [
      ask([
        match('component', 'Hosting'),
        match('instanceName', 'ml.g5.xlarge'),
        match('regionCode', 'eu-west-1'),
      ]),
      ask([match('volumeType', 'General Purpose-Hosting'), match('regionCode', 'us-west-2')]),
    ]);
  });

  it('that are given are not asked for', async () => {
    const priced = { ...compute, price_per_hour: 2 };
    assert.deepEqual(await lookUp(listed, { priced }), { priced });
    assert.deepEqual(aws.asked, []);
  });

  it('come with what an endpoint runs on', async () => {
    const dims = await lookUp(described, {}, true);
    assert.deepEqual(dims, {
      SageMakerRTEndpointCompute: {
        _type: 'SageMakerRTEndpointCompute',
        instance_type: 'ml.g5.xlarge',
        instance_count: 3,
        region: 'eu-west-1',
        price_per_hour: 1.408,
      },
      SageMakerRTEndpointStorage: {
        _type: 'SageMakerRTEndpointStorage',
        gbs_provisioned: 150,
        region: 'eu-west-1',
        price_per_gb_hour: 0.1008 / 720,
      },
    });
    assert.deepEqual(
      aws.asked.slice(0, 2).map(({ target, scope, body }) => [target, scope, body]),
      [
        ['SageMaker.DescribeEndpoint', 'eu-west-1/sagemaker', { EndpointName: 'my-endpoint' }],
        ['SageMaker.DescribeEndpointConfig', 'eu-west-1/sagemaker', { EndpointConfigName: 'my-config' }],
      ],
    );
  });

  it('have the variant’s name where there are several; a variant without a volume has no storage', async () => {
    const variants = (...names: string[]) =>
      names.map(VariantName => ({ VariantName, CurrentInstanceCount: 1 }));
    const several: Answers = {
      ...described,
      'SageMaker.DescribeEndpoint': () => ({
        json: { EndpointConfigName: 'c', ProductionVariants: variants('a', 'b') },
      }),
      'SageMaker.DescribeEndpointConfig': () => ({
        json: {
          ProductionVariants: [
            { VariantName: 'a', InstanceType: 'ml.g5.xlarge', VolumeSizeInGB: 10 },
            { VariantName: 'b', InstanceType: 'ml.g5.2xlarge' },
          ],
        },
      }),
    };
    const other = { kind: 'openai-chat', model: 'm', baseUrl: 'http://localhost:1/v1' };
    const dims = await lookUp(several, {}, { endpointName: 'theirs', region: 'us-west-2' }, other);
    assert.deepEqual(Object.keys(dims), [
      'a_SageMakerRTEndpointCompute',
      'a_SageMakerRTEndpointStorage',
      'b_SageMakerRTEndpointCompute',
    ]);
    assert.deepEqual(aws.asked[0]?.body, { EndpointName: 'theirs' });
  });

  const refusals: [name: string, answers: Answers, sagemaker: true | undefined, message: string][] = [
    [
      'an instance type that is not on the list',
      { 'AWSPriceListService.GetProducts': () => ({ json: { PriceList: [] } }) },
      undefined,
      'The AWS price list has no price for the instance type ml.g5.xlarge in eu-west-1: change "instance_type" or "region", or set "price_per_hour".',
    ],
    [
      'several prices',
      {
        'AWSPriceListService.GetProducts': () => ({
          json: { PriceList: [product('Hrs', '1'), product('Hrs', '2')] },
        }),
      },
      undefined,
      'The AWS price list has 2 prices for the instance type ml.g5.xlarge in eu-west-1: change "instance_type" or "region", or set "price_per_hour".',
    ],
    [
      'another currency',
      { 'AWSPriceListService.GetProducts': () => ({ json: { PriceList: [product('Hrs', '1', 'CNY')] } }) },
      undefined,
      'The AWS price list has no price in USD for the instance type ml.g5.xlarge in eu-west-1: change "instance_type" or "region", or set "price_per_hour".',
    ],
    [
      'a missing permission',
      {
        'AWSPriceListService.GetProducts': () => ({
          status: 400,
          json: { __type: 'AccessDeniedException', Message: 'User is not authorized.' },
        }),
      },
      undefined,
      'GetProducts was refused: AWS accessDeniedException: User is not authorized.. Give your AWS user the permission pricing:GetProducts, or set "price_per_hour" and "price_per_gb_hour".',
    ],
    [
      'an endpoint that does not exist',
      {
        'SageMaker.DescribeEndpoint': () => ({
          status: 400,
          json: { __type: 'ValidationException', message: 'Could not find endpoint "my-endpoint".' },
        }),
      },
      true,
      'DescribeEndpoint was refused: AWS validationException: Could not find endpoint "my-endpoint".. Check "cost.sagemaker", and that your AWS user has the permission sagemaker:DescribeEndpoint.',
    ],
    [
      'a serverless endpoint',
      {
        ...described,
        'SageMaker.DescribeEndpointConfig': () => ({
          json: { ProductionVariants: [{ VariantName: 'AllTraffic', ServerlessConfig: {} }] },
        }),
      },
      true,
      'The SageMaker endpoint my-endpoint has no instances in its variant AllTraffic (it is serverless, or not in service): remove "sagemaker" from "cost".',
    ],
  ];
  for (const [name, answers, sagemaker, message] of refusals) {
    it(`say what to change about ${name}`, async () => {
      const wanted = sagemaker ? {} : { compute };
      await assert.rejects(lookUp(answers, wanted, sagemaker), new UserError(message.replaceAll('..', '.')));
    });
  }

  it('say what to name if the endpoint is not of kind sagemaker', async () => {
    const other = { kind: 'openai-chat', model: 'm', baseUrl: 'http://localhost:1/v1' };
    await assert.rejects(
      lookUp(described, {}, true, other),
      /"cost\.sagemaker": true works only for an endpoint of kind "sagemaker"/,
    );
  });
});
