import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../../../src/endpoints/contract/endpoint.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { systemClock } from '../../../src/measure/run/systemClock.ts';

function listening(server: Server): Promise<number> {
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

describe('a redirect to another origin', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`is not followed, so that the key stays where it was meant to go: ${status}`, async () => {
      const seen: IncomingHttpHeaders[] = [];
      const thief = createServer((request, response) => {
        seen.push(request.headers);
        response.end();
      });
      const location = `http://127.0.0.1:${await listening(thief)}/v1/chat/completions`;
      const server = createServer((_request, response) => response.writeHead(status, { location }).end());
      const baseUrl = `http://127.0.0.1:${await listening(server)}/v1`;
      const config = parseEndpoint({ kind: 'openai-chat', model: 'm', baseUrl });
      const transport = new HttpTransport({ clock: systemClock, environment: {} });
      const endpoint = await createEndpoint(config, { apiKey: 'sk-secret' }, transport, systemClock);
      try {
        const request = await endpoint.ready(endpoint.createPayload('hi', { maxTokens: 1 }));
        const exchange = await new Promise<Exchange>(resolve => endpoint.invoke(request, 5000, resolve));
        await exchange.unpack?.();
        const errors: string[] = [];
        exchange.read(event => {
          if (event.type === 'error') errors.push(event.error.message);
        });
        assert.match(errors[0] ?? '', new RegExp(`^${status} The server redirects to ${location}`));
        assert.deepEqual(seen, []);
      } finally {
        endpoint.close();
        server.close();
        thief.close();
      }
    });
  }
});
