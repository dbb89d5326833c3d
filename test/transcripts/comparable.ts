import assert from 'node:assert/strict';
import type { Replayed } from '../unit/endpoints/support/replay.ts';
import type { ExpectedRecord } from './transcript.ts';

/** The part of a record that a transcript states: all but what the request, the clock and the run add. */
export function comparable({ response, trace }: Replayed): ExpectedRecord {
  const { input_payload: _, input_prompt: __, request_time: ___, retries: ____, ...answer } = response;
  const { phase, client, index, payload, intendedAt, sentAt, endedAt, dns, connect, tls, newConnection, id, ...rest } =
    trace;
  assert.equal(id, response.id);
  const ownId = /^[0-9a-f]{32}$/.test(answer.id ?? '');
  return { response: { ...answer, id: ownId ? 'default' : answer.id }, trace: rest };
}
