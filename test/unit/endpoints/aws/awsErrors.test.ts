import assert from 'node:assert/strict';
import { awsError, awsRefusal } from '../../../../src/endpoints/aws/awsErrors.ts';

function refused(status: number, type: string | null, body: string) {
  const headers = new Map([['x-amzn-requestid', 'req-1']]);
  if (type !== null) headers.set('x-amzn-errortype', type);
  const { message, reason, requestId } = awsRefusal('Bedrock', status, headers, body);
  return [message, reason, requestId];
}

describe('AWS errors', () => {
  it('have the same text, whether refused or inside a stream', () => {
    const told = 'Bedrock throttlingException: Slow down.';
    const body = '{"message":"Slow down."}';
    assert.deepEqual(refused(429, 'ThrottlingException', body), [told, 'rateLimit', 'req-1']);
    const inside = awsError('Bedrock', 'throttlingException', JSON.parse(body), null);
    assert.deepEqual(inside, {
      message: told,
      reason: 'rateLimit',
      status: 429,
      requestId: null,
      retryAfter: null,
    });
  });

  it('find type and message wherever AWS puts them', () => {
    const url = 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/';
    assert.equal(refused(400, url, '{"message":"m"}')[0], 'Bedrock validationException: m');
    const inBody = '{"__type":"com.amazonaws#ValidationException","Message":"m"}';
    assert.equal(refused(400, null, inBody)[0], 'Bedrock validationException: m');
    assert.equal(refused(502, null, '<html>Bad gateway')[0], 'Bedrock status 502: Bad gateway');
    assert.equal(
      refused(500, 'InternalServerException', '')[0],
      'Bedrock internalServerException: no message',
    );
  });

  it('tell wrong credentials from missing permission', () => {
    const reasons = [
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'MissingAuthenticationTokenException',
      'ExpiredTokenException',
      'AccessDeniedException',
    ].map(type => refused(403, type, '{}')[1]);
    assert.deepEqual(reasons, [...Array(4).fill('authentication'), 'permission']);
  });

  it('of an unknown kind count as the provider’s', () => {
    const { reason, status } = awsError('Bedrock', 'novelException', {}, null);
    assert.deepEqual([reason, status], ['provider', null]);
  });
});
