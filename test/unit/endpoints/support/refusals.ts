import assert from 'node:assert/strict';
import type { EndpointSecrets } from '../../../../src/endpoints/contract/endpoint.ts';
import type { EndpointConfigInput } from '../../../../src/endpoints/kinds.ts';
import { Player, whole } from './replay.ts';

export interface Refused {
  config?: object;
  secrets?: EndpointSecrets;
  headers?: readonly string[];
}

/** The error and the reason of a refused request at http://host:8000. */
export async function told(status: number, body: unknown, { config, secrets, headers = [] }: Refused = {}) {
  const given = { kind: 'openai-chat', model: 'llama-3', baseUrl: 'http://host:8000/v1', ...config };
  const player = await Player.for(given as EndpointConfigInput, secrets ?? { apiKey: 'k' });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { response, trace } = player.play(whole(text, { status: `${status} X`, headers: [...headers] }));
  return [response.error, trace.reason];
}

/** A refusal by what is refused, and the error and the reason that it must give. */
export type Refusal = readonly [
  what: string,
  status: number,
  body: unknown,
  error: RegExp,
  reason: string,
  more?: Refused,
];

/** One test for each refusal. */
export function itExplains(refusals: readonly Refusal[]): void {
  for (const [what, status, body, error, reason, more] of refusals) {
    it(`for ${what}`, async () => {
      const [message, why] = await told(status, body, more);
      assert.match(message ?? '', error);
      assert.equal(why, reason);
    });
  }
}

/** A web page as proxies send it. */
export const page = (title: string, body = '') =>
  `<!DOCTYPE html>\r\n<html><head><title>${title}</title><style>p{margin:0}</style></head>\r\n<body>${body}</body></html>\r\n`;
