import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { measure, startOf, withEngine } from './support/engine.ts';

const secrets = {
  key: 'sk-canary-key-0123456789',
  header: 'canary-header-0123456789',
  bearer: 'canary-bearer-0123456789',
  user: 'canary-user-0123456789',
  password: 'canary:pässword/0123456789',
  query: 'canary-query-0123456789',
};

/** A server that repeats whatever secret it was sent, wherever it can. */
function blabber(): Server {
  let count = 0;
  return createServer((request, response) => {
    request.resume().on('end', () => answer(request, response, count++));
  });
}

function answer(request: IncomingMessage, response: ServerResponse, number: number): void {
  const heard = `${request.headers.authorization} ${request.headers['x-secret']} ${request.url}`;
  const ids = { 'x-request-id': heard };
  if (number % 3 === 1) {
    response.writeHead(401, { 'content-type': 'application/json', ...ids });
    response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${heard}`, type: 'x' } }));
  } else if (number % 3 === 2) {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...ids });
    response.write(`data: ${JSON.stringify({ error: { message: `upstream said ${heard}` } })}\n\n`);
    response.end();
  } else {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...ids });
    const chunk = (delta: object, finish: string | null) =>
      `data: ${JSON.stringify({ id: heard, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    response.write(chunk({ content: `You sent ${heard}` }, null));
    response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
  }
}

describe('secrets', () => {
  let server: Server;
  let address = '';
  before(async () => {
    server = blabber();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  interface Case {
    what: string;
    endpoint: () => { baseUrl: string; headers?: Record<string, string> };
    key?: string;
    /** The endpoint as such is refused. */
    refused?: RegExp;
  }

  const cases: Case[] = [
    {
      what: 'the API key and a header',
      endpoint: () => ({ baseUrl: `http://${address}/v1`, headers: { 'x-secret': secrets.header } }),
      key: secrets.key,
    },
    {
      what: 'an Authorization header',
      endpoint: () => ({
        baseUrl: `http://${address}/v1`,
        headers: { Authorization: `Bearer ${secrets.bearer}` },
      }),
    },
    {
      what: 'the query of the URL',
      endpoint: () => ({ baseUrl: `http://${address}/v1?token=${secrets.query}` }),
      key: secrets.key,
    },
    {
      what: 'user and password in the URL',
      endpoint: () => ({
        baseUrl: `http://${secrets.user}:${encodeURIComponent(secrets.password)}@${address}/v1`,
      }),
      key: secrets.key,
      refused: /^The plan: "baseUrl" contains a user name or password/,
    },
  ];

  for (const { what, endpoint, key, refused } of cases) {
    it(`${what}: in no file, snapshot, outcome, log, report or refusal`, () =>
      withEngine(async (engine, folder) => {
        const heard: unknown[] = [];
        engine.on('snapshot', snapshot => heard.push(snapshot));
        engine.on('log', entry => heard.push(entry));
        const { baseUrl, headers = {} } = endpoint();
        const text = `${key} ${baseUrl} ${Object.values(headers)}`;
        const canaries = Object.values(secrets).flatMap(secret => [secret, encodeURIComponent(secret)]);
        const known = canaries.filter(secret => text.includes(secret));
        assert.ok(known.length > 0);

        const asked = {
          endpoint: { kind: 'openai-chat', model: 'm', baseUrl, headers },
          secrets: key === undefined ? {} : { apiKey: key },
          network: {},
        };
        const plan = {
          endpoint: asked.endpoint,
          requests: 6,
          warmup: 1,
          prompt: `Why is ${known} no secret?`,
          description: `A run with ${known}`,
        };
        const start = startOf(folder, plan, { secrets: asked.secrets });
        const run = measure(engine, 'run', start);
        if (refused) {
          await assert.rejects(run, { name: 'UserError', message: refused });
        } else {
          const outcome = await run;
          heard.push(outcome, await engine.request('loadReport', { folder: outcome.folder }));
          for (let index = 0; index < 6; index += 1) {
            heard.push(await engine.request('loadRequest', { folder: outcome.folder, index }));
          }
          const files = await readdir(outcome.folder);
          assert.equal(files.length, 8);
          for (const file of files) heard.push(await readFile(join(outcome.folder, file), 'utf8'));
        }
        for (let i = 0; i < 3; i += 1) {
          heard.push(await engine.request('testConnection', asked).catch(words));
          heard.push(await engine.request('listModels', asked).catch(words));
        }
        heard.push(await engine.request('listRuns', { roots: [folder] }));
        const absent = { ...plan, payload: 'absent.json', prompt: undefined };
        heard.push(await measure(engine, 'run', { ...start, plan: absent }).catch(words));

        for (const thing of heard) {
          const shown = inspect(thing, { depth: null, maxStringLength: null, maxArrayLength: null });
          for (const secret of known) assert.ok(!shown.includes(secret), `${secret} is in ${shown}`);
        }
      }));
  }

  it('a header with an ordinary value damages no file', () =>
    withEngine(async (engine, folder) => {
      const endpoint = {
        kind: 'openai-chat',
        model: 'm',
        baseUrl: 'simulated:fast',
        headers: { 'x-format': 'response' },
      };
      const plan = { endpoint, requests: 1, prompt: 'Say response.' };
      await measure(engine, 'run', startOf(folder, { ...plan, name: 'ordinary' }));
      const text = await readFile(join(folder, 'runs', 'ordinary', 'responses.jsonl'), 'utf8');
      assert.match(text, /"response_text"/);
      assert.match(text, /Say response\./);
    }));
});

function words(error: unknown): unknown {
  return error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error;
}
