import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { endpointConfigSchema } from '../../../src/endpoints/kinds.ts';
import { scrubber } from '../../../src/folder/scrubber.ts';
import { testConnection } from '../../../src/measure/connectionTest.ts';
import { secretTexts } from '../../../src/measure/plan/publicPlan.ts';
import { type RawServer, startRawServer } from './support/rawServer.ts';
import { realEndpoint, runAll } from './support/runs.ts';

const key = 'sk-live-"quoted"/0123456789';
const header = 'team-secret-0123456789';

/** Servers that repeat what they were sent: in a refusal, in a stream's error, in text that is not JSON. */
const tellTales: Record<string, (said: string) => string> = {
  'a refusal': said => answered('401 No', JSON.stringify({ error: { message: said } })),
  'a page': said => answered('500 No', said),
  'what should be an event': said =>
    answered('200 OK', `data: ${said}\n\n`, 'content-type: text/event-stream\r\n'),
};

function answered(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe('errors', () => {
  let server: RawServer;
  afterEach(() => server.close());

  for (const kind of ['openai-chat', 'anthropic-messages'] as const) {
    for (const [what, answer] of Object.entries(tellTales)) {
      it(`of ${kind} contain no key and no header, although the server repeats them in ${what}`, async () => {
        server = await startRawServer((socket, { head }) => {
          const said = `You sent ${head.replaceAll('\r\n', '; ')}`;
          socket.end(answer(said));
        });
        const config = endpointConfigSchema.parse({
          kind,
          model: 'm',
          baseUrl: `http://127.0.0.1:${server.port}/v1`,
          headers: { 'x-team': header },
        });
        const redact = scrubber(secretTexts(config, { apiKey: key }));
        const { records } = await runAll({
          endpoint: await realEndpoint(config as EndpointConfigInput, key),
          redact,
        });
        const error = records[0]?.response.error ?? '';
        assert.notEqual(error, '');
        const test = await testConnection(await realEndpoint(config as EndpointConfigInput, key), redact);
        assert.equal(test.ok, false);
        for (const text of [error, test.message, JSON.stringify(records)]) {
          assert.doesNotMatch(text, /0123456789/);
        }
      });
    }
  }
});
