import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/base/errors.ts';
import {
  costModel,
  costModelInConfig,
  costModelToJson,
  readCostModel,
} from '../../../src/core/cost/costModel.ts';

/** As LLMeter writes it (llmeter-format 8.2). */
const saved = {
  _type: 'CostModel',
  request_dims: { InputTokens: { _type: 'InputTokens', price_per_million: 1, granularity: 1 } },
  run_dims: {},
};

describe('the JSON form of a cost model', () => {
  it('is read and written as by LLMeter', () => {
    const model = readCostModel(saved, 'model.json');
    assert.deepEqual(model, costModel([{ _type: 'InputTokens', price_per_million: 1, granularity: 1 }]));
    assert.deepEqual(costModelToJson(model), saved);
  });

  it('has no types in run_config.json', () => {
    const model = costModel([{ _type: 'OutputTokens', price_per_million: 15, granularity: 10 }], {
      Uptime: { _type: 'EndpointTime', price_per_hour: 36, granularity_secs: 1 },
    });
    assert.deepEqual(costModelInConfig(model), {
      request_dims: { OutputTokens: { price_per_million: 15, granularity: 10 } },
      run_dims: { Uptime: { price_per_hour: 36, granularity_secs: 1 } },
    });
  });

  it('may have SageMaker’s dimensions, also without prices', () => {
    const json = {
      _type: 'CostModel',
      request_dims: {},
      run_dims: {
        gpu: { _type: 'SageMakerRTEndpointCompute', instance_type: 'ml.g5.xlarge', instance_count: 1 },
      },
    };
    assert.deepEqual(costModelToJson(readCostModel(json, 'model.json')), json);
  });

  it('refuses duplicate names', () => {
    const twice = {
      request_dims: { a: saved.request_dims.InputTokens },
      run_dims: { a: { _type: 'EndpointTime', price_per_hour: 1 } },
    };
    assert.throws(
      () => readCostModel(twice, 'model.json'),
      new UserError('The cost model has two dimensions named "a": rename one of them.'),
    );
  });

  it('names the wrong value', () => {
    const wrong = { request_dims: { a: { _type: 'InputTokens', price_per_million: -1 } } };
    assert.throws(
      () => readCostModel(wrong, 'model.json'),
      new UserError('model.json: "request_dims.a.price_per_million" must be at least 0, not -1.'),
    );
  });
});
