import assert from 'node:assert/strict';
import type { WireEvent } from '../../src/core/request/wireEvents.ts';
import { noWireFacts } from '../../src/core/request/wireFacts.ts';
import { recordsOf } from '../../src/measure/run/requestRecords.ts';

const options = { visibleTokensOnly: true, runStart: 0, redact: (text: string) => text };
const outcome = { phase: 'measure', client: 0, index: 0, payload: 0, requestTime: 0 } as const;

function answered(events: WireEvent[]) {
  return recordsOf(
    {
      ...outcome,
      refusal: '',
      request: { prepared: { prompt: 'a' }, inputText: 'a' },
      exchange: {
        wire: { ...noWireFacts(), endedAt: 20, firstByteAt: 5, status: 200, retries: 0 },
        retryable: null,
        read: emit => events.forEach(emit),
      },
    },
    options,
  );
}

describe('ids', () => {
  it('an id the provider does not give is 32 lower-case hex digits, the same in both records', () => {
    const unsent = recordsOf({ ...outcome, refusal: 'no', request: null, exchange: null }, options);
    assert.match(unsent.response.id ?? '', /^[0-9a-f]{32}$/);
    const { response, trace } = answered([{ type: 'text', at: 10, text: 'hi' }]);
    assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
    assert.equal(trace?.id, response.id);
    assert.notEqual(response.id, unsent.response.id);
  });

  it('the provider’s id is kept as it is', () => {
    const { response, trace } = answered([{ type: 'id', at: 10, id: 'msg_01AB' }]);
    assert.deepEqual([response.id, trace?.id], ['msg_01AB', 'msg_01AB']);
  });
});
