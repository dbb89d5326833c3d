import assert from 'node:assert/strict';
import { readRequestFilter } from '../../../src/core/export/requestFilter.ts';
import type { ExportedRequest } from '../../../src/core/export/responseColumns.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';

function request(fields: object): ExportedRequest {
  return {
    run: 'r',
    cost: null,
    trace: null,
    cacheBeside: false,
    response: { ...emptyResponse(), ...fields },
  };
}

const requests = [
  request({ num_tokens_output: 50 }),
  request({ num_tokens_output: 150, response_text: 'black and white' }),
  request({ error: 'Error code: 429 - quota', request_time: Date.UTC(2026, 0, 2) }),
];

const kept = (filter: string) => requests.flatMap((each, i) => (readRequestFilter(filter)(each) ? [i] : []));

describe('a filter of requests', () => {
  it('has conditions on columns, all of which must hold', () => {
    assert.deepEqual(kept('error is null'), [0, 1]);
    assert.deepEqual(kept('error IS NOT NULL'), [2]);
    assert.deepEqual(kept('output_tokens >= 100 and failed = false'), [1]);
    assert.deepEqual(kept('output_tokens<100'), [0]);
    assert.deepEqual(kept('error ~ QUOTA'), [2]);
    assert.deepEqual(kept('request_time > 2026-01-01'), [2]);
    assert.deepEqual(kept("response_text = 'black and white' AND run = r"), [1]);
  });

  it('leaves out unknown values, whatever they are compared with', () => {
    assert.deepEqual(
      [kept('output_tokens != 7'), kept('output_tokens < 1000')],
      [
        [0, 1],
        [0, 1],
      ],
    );
    assert.deepEqual(kept('output_tokens is null'), [2]);
  });

  it('takes "or" as a part of a value where no condition follows, or in quotation marks', () => {
    assert.doesNotThrow(() => readRequestFilter('error ~ one or two'));
    assert.doesNotThrow(() => readRequestFilter('error ~ "a or b = c"'));
  });

  it('is refused with what is wrong in it', () => {
    for (const [filter, message] of [
      ['', /is empty/],
      ['error', /cannot be read at "error": write conditions such as/],
      ['ouput_tokens > 1', /"ouput_tokens", which is no column: did you mean "output_tokens"\?/],
      ['output_tokens > many', /compares "output_tokens" with "many", not a number/],
      ['failed = yes', /not true or false/],
      ['request_time > soon', /not a time such as/],
      ['error is null or failed = true', /cannot join conditions by "or"/],
      ['stop_reason != stop or output_tokens > 999', /cannot join conditions by "or"/],
      ['error ~ quota OR error ~ limit', /cannot join conditions by "or"/],
    ] as const)
      assert.throws(() => readRequestFilter(filter), message, filter);
  });
});
