import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { UserError } from '../../../src/core/base/errors.ts';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { scenarios } from '../../../src/simulator/scenario/scenarios.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import type { Truth } from '../../../src/simulator/truth/truthLog.ts';
import { encodeRequest, exchange, parseResponse, type RawExchange } from './rawClient.ts';
import { play } from './scripted.ts';

const tokens = 6;
const ask = (model = 'm', stream = true): object => ({ model, stream, messages: [] });

describe('simulator: server', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({
      scenario: 'steady',
      overrides: { ttft: fixed(0.002), itl: fixed(0.001), tokens: fixed(tokens) },
      scenarios: {
        cut: { fragmentBytes: 40 },
        lumped: { eventsPerWrite: 4 },
        endless: { tokens: fixed(1e5) },
        // Slow enough for several reads, on a busy machine too.
        spread: { itl: fixed(0.05) },
      },
    });
  });
  after(() => simulator.close());

  const chat = (scenario: string, body: unknown = ask()): Promise<RawExchange> =>
    exchange(simulator.port, { path: `${scenario}/v1/chat/completions`, body });
  const truthOf = (answer: RawExchange): Truth | undefined => {
    const id = /chatcmpl-\w+/.exec(answer.body)?.[0];
    return simulator.truth().find(truth => truth.id === id);
  };

  it('answers HEAD with a head only, so that the next answer on the connection can be read', async () => {
    const socket = connect({ port: simulator.port, host: '127.0.0.1' });
    const get = (method: string, connection: string) =>
      encodeRequest({ method, path: '/v1/models', headers: { connection } });
    const wrong = encodeRequest({ method: 'HEAD', path: '/v1/chat/completions' });
    socket.write(Buffer.concat([get('HEAD', 'keep-alive'), wrong, get('GET', 'close')]));
    const [first = '', second = '', third = ''] = (await text(socket)).split(/(?=HTTP\/1\.1 )/);
    assert.match(first, /^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: \d\d+\r\n[\s\S]*\r\n\r\n$/);
    assert.match(second, /^HTTP\/1\.1 405 [\s\S]*\r\n\r\n$/);
    assert.equal(JSON.parse(parseResponse(Buffer.from(third)).body).data.length, 2);
  });

  it('uses the scenario in the path, or the chosen one without', async () => {
    const [plain, named] = [await chat(''), await chat('/fast')];
    assert.deepEqual([truthOf(plain)?.scenario, truthOf(named)?.scenario], ['steady', 'fast']);
  });

  it('finds the scenario in a path that consists of nothing else, as Python’s AWS SDK sends it', async () => {
    const headers = { 'x-amz-target': 'SageMaker.ListEndpoints' };
    for (const path of ['/', '/fast', '/fast/']) {
      const { status, body } = await exchange(simulator.port, { path, headers, body: {} });
      assert.deepEqual([status, JSON.parse(body).Endpoints?.length], [200, 2], path);
    }
    const unknown = await exchange(simulator.port, { path: '/quick', headers, body: {} });
    assert.match(unknown.body, /There is no scenario \\"quick\\"/);
  });

  it('lists the scenarios when one is unknown', async () => {
    const { status, body } = await chat('/quick');
    const { message } = JSON.parse(body).error;
    assert.equal(status, 404);
    assert.match(message, /^There is no scenario "quick"\. Known scenarios: default, steady, fast, .*lumped/);
  });

  it('suggests addresses when one is unknown', async () => {
    const { status, body } = await exchange(simulator.port, { path: '/fast/v1/completion' });
    const message =
      'There is nothing at POST /fast/v1/completion. Try POST /v1/chat/completions or POST /v1/messages.';
    assert.deepEqual([status, JSON.parse(body).error.message], [404, message]);
  });

  it('lists its scenarios on its front page', async () => {
    const { status, body } = await exchange(simulator.port, { method: 'GET', path: '/' });
    assert.equal(status, 200);
    for (const [name, { description }] of Object.entries(scenarios)) {
      assert.ok(body.includes(`/${name}/v1\n    ${description}\n`), name);
    }
  });

  it('responds the same for the same seed and request number, in every process', async () => {
    const other = await startSimulator({
      scenario: 'steady',
      overrides: { tokens: fixed(3), ttft: fixed(0) },
    });
    const again = await startSimulator({
      scenario: 'steady',
      overrides: { tokens: fixed(3), ttft: fixed(0) },
    });
    const bodies = async ({ port }: Simulator): Promise<string[]> => {
      const bodies: string[] = [];
      for (let index = 0; index < 3; index++) {
        const { body } = await exchange(port, { path: '/v1/chat/completions', body: ask() });
        bodies.push(body.replaceAll(/"created":\d+/g, ''));
      }
      return bodies;
    };
    const first = await bodies(other);
    assert.deepEqual(await bodies(again), first);
    assert.equal(new Set(first).size, 3);
    await Promise.all([other.close(), again.close()]);
  });

  it('records what this client saw, on the same clock', async () => {
    const sent = performance.now();
    const { reads } = await chat('/spread');
    const received = performance.now();
    const truth = simulator.truth().at(-1);
    const [ttft, ttlt] = [truth?.ttft ?? -1, truth?.ttlt ?? -1];
    assert.ok(ttft >= 0.002 && ttlt >= 0.252, `${ttft} ${ttlt}`);
    assert.ok(ttlt * 1000 <= received - sent, 'the server cannot have written after the client had read');
    // Some time passes between reading the one clock and the other.
    const before = performance.now();
    const serverNow = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    assert.ok((truth?.readAt ?? 0) >= sent + (serverNow - after) - 0.01);
    assert.ok((truth?.lastTokenAt ?? Number.POSITIVE_INFINITY) <= received + (serverNow - before) + 0.01);
    assert.ok(reads.length > 1);
    assert.deepEqual(
      {
        ...truth,
        id: null,
        readAt: 0,
        firstTokenAt: 0,
        lastTokenAt: 0,
        ttft: 0,
        ttlt: 0,
        anyTtft: truth?.anyTtft === ttft,
      },
      {
        id: null,
        dialect: 'openai-chat',
        scenario: 'spread',
        requestNumber: truth?.requestNumber,
        streamed: true,
        readAt: 0,
        firstTokenAt: 0,
        lastTokenAt: 0,
        ttft: 0,
        ttlt: 0,
        anyTtft: true,
        tokens,
        fault: null,
        aborted: false,
      },
    );
  });

  it('records one time for a response that is not streamed', async () => {
    const truth = truthOf(await chat('', ask('m', false)));
    assert.equal(truth?.ttft, truth?.ttlt);
    assert.ok((truth?.ttft ?? 0) >= 0.007);
    assert.deepEqual([truth?.tokens, truth?.streamed], [tokens, false]);
  });

  it('returns each recorded truth once over HTTP', async () => {
    await chat('');
    const page = async (): Promise<{ truth: Truth[] }> =>
      JSON.parse((await exchange(simulator.port, { method: 'GET', path: '/__truth' })).body);
    const expected = simulator.truth();
    assert.deepEqual((await page()).truth, expected);
    assert.deepEqual(await page(), { truth: [] });
  });

  it('reports its own load', async () => {
    await chat('');
    const { body } = await exchange(simulator.port, { method: 'GET', path: '/__stats' });
    const { cpuUsage, lateness, connections } = JSON.parse(body);
    assert.ok(cpuUsage.user > 0 && lateness.n >= tokens && lateness.p50 <= lateness.p99);
    assert.ok(lateness.p99 <= lateness.max && connections >= 1);
  });

  it('splits and joins its writes as the scenario says, and loses nothing', async () => {
    const request = { path: '/v1/chat/completions', body: ask() };
    const writes = (scenario: Partial<Scenario>): number[] =>
      play({ ...request, scenario: { tokens: fixed(tokens), ...scenario } }).writes.map(
        ({ events }) => events,
      );
    assert.deepEqual(writes({}), [1, 1, 1, 1, 1, 1, 1, 2]);
    assert.deepEqual(writes({ eventsPerWrite: 4 }), [4, 5]);
    const fragments = writes({ fragmentBytes: 40 });
    assert.ok(fragments.length > 50 && fragments.filter(events => events > 1).length <= 1);
    for (const answer of [await chat('/cut'), await chat('/lumped')]) {
      assert.equal(answer.chunks.length, tokens + 3);
      assert.equal(truthOf(answer)?.tokens, tokens);
    }
  });

  it('serves one request after the other on a connection, with or without pipelining', async () => {
    const request = encodeRequest({ path: '/v1/chat/completions', body: ask('m', false) });
    const closing = encodeRequest({
      path: '/v1/messages',
      headers: { 'anthropic-version': '1', connection: 'close' },
      body: { ...ask(), max_tokens: 2 },
    });
    const socket = connect(simulator.port, '127.0.0.1');
    socket.write(Buffer.concat([request, request, closing]));
    const answers = (await text(socket)).split('HTTP/1.1 200 OK').slice(1);
    assert.deepEqual(
      answers.map(answer => /connection: (.*)\r/.exec(answer)?.[1]),
      ['keep-alive', 'keep-alive', 'close'],
    );
  });

  it('asks for a body that waits for 100 Continue', async () => {
    const socket = connect(simulator.port, '127.0.0.1');
    const body = JSON.stringify(ask('m', false));
    const head = `POST /v1/chat/completions HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n`;
    const read = (): Promise<Buffer> => new Promise(resolve => socket.once('data', resolve));
    socket.write(head);
    assert.equal((await read()).toString(), 'HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(body);
    assert.equal(parseResponse(await read()).status, 200);
    socket.destroy();
  });

  it('answers 400 and closes the connection when the bytes are not a request', async () => {
    const { status, body, headers } = await exchange(simulator.port, Buffer.from('GET\r\n\r\n'));
    assert.deepEqual(
      [status, body, headers['connection']],
      [400, 'The request line is not HTTP/1.1.', 'close'],
    );
  });

  it('stops responding to a client that leaves, and records it', async () => {
    const enough = await exchange(
      simulator.port,
      { path: '/endless/v1/chat/completions', body: ask() },
      ({ chunks }) => chunks.length > 3,
    );
    assert.equal(enough.end, 'enough');
    const gone = (): Truth | undefined => simulator.truth().find(({ scenario }) => scenario === 'endless');
    while (!gone()) await new Promise(setImmediate);
    assert.equal(gone()?.aborted, true);
    assert.ok((gone()?.tokens ?? 0) >= 3 && (gone()?.tokens ?? 0) < 1e5);
  });

  it('serves hundreds of streams at once', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => chat('')));
    assert.ok(answers.every(({ complete, chunks }) => complete && chunks.length === tokens + 3));
    assert.equal(new Set(answers.map(answer => truthOf(answer)?.id)).size, 300);
  });

  it('aborts responses in progress when it is closed, and frees its port', async () => {
    const short = await startSimulator({ overrides: { tokens: fixed(1e5), ttft: fixed(0) } });
    const running = exchange(short.port, { path: '/v1/chat/completions', body: ask() }, ({ chunks }) => {
      if (chunks.length > 2) void short.close();
      return false;
    });
    assert.notEqual((await running).end, 'complete');
    const next = await startSimulator({ port: short.port });
    assert.equal(next.url, `http://127.0.0.1:${short.port}`);
    await next.close();
  });

  it('explains what is wrong with its options', async () => {
    await assert.rejects(startSimulator({ scenario: 'nope' }), error => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^There is no scenario "nope"\. Known scenarios: default, /);
      return true;
    });
    await assert.rejects(startSimulator({ port: simulator.port }), {
      name: 'UserError',
      message: `Port ${simulator.port} of 127.0.0.1 cannot be used; choose another port.`,
    });
  });
});
