import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  body,
  data,
  delta,
  done,
  good,
  message,
  say,
  sse,
  stop,
  stream,
  usage,
} from '../faults/cases/chat.ts';
import { type Answer, type Exchange, startExchanges } from '../faults/cases/exchange.ts';
import type { RawServer } from '../unit/endpoints/support/rawServer.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

const ten = Array.from({ length: 10 }, (_, i) => `w${i} `);
const json = { 'Content-Type': 'application/json' };
const words = (said: readonly string[], end: string) =>
  stream(async exchange => {
    await say(exchange, said);
    exchange.chunk(end);
  });
const noText = (end: string) =>
  stream(async exchange => {
    exchange.chunk(data(delta({ role: 'assistant', content: null }, { finish_reason: 'length' })) + end);
  });
const legacy = (choice: (text: string) => object) =>
  stream(async exchange => {
    for (const text of ten) {
      await exchange.generated(
        data({ id: 'c', choices: [{ index: 0, finish_reason: null, ...choice(text) }] }),
      );
    }
    exchange.chunk(data(stop()) + data(usage(7, 10)) + done);
  });
const refusal = (status: string, text: string) => body(status, { error: { message: text } }, json);

/** What a server of the first path segment's name does. `n` counts its requests from 1. */
function behaviours(): Record<string, (exchange: Exchange, n: number) => Promise<void> | void> {
  let busy = 0;
  const plain = words(ten, data(stop()) + data(usage(7, 10)) + done);
  return {
    plain,
    half: (exchange, n) =>
      n % 2 === 0 ? refusal('500 Oops', 'engine overloaded')(exchange) : plain(exchange),
    down: refusal('502 Bad Gateway', 'no upstream'),
    buffered: async exchange => {
      await setTimeout(50);
      exchange.head('200 OK', sse);
      const events = ten.map(content => data(delta({ content }))).join('');
      exchange.chunk(events + data(stop()) + data(usage(7, 10)) + done);
      exchange.end();
    },
    bundled: words(['a '.repeat(40), ...ten], data(stop()) + data(usage(7, 50)) + done),
    silentthink: words(ten, data(stop()) + data(usage(7, 500)) + done),
    notoken: noText(done),
    notoken1: noText(data(usage(7, 1)) + done),
    mixed: (exchange, n) => (n % 3 === 0 ? noText(data(usage(7, 1)) + done)(exchange) : plain(exchange)),
    legacy: legacy(text => ({ text })),
    message: legacy(content => ({ message: { role: 'assistant', content } })),
    zerousage: words(ten, data(stop()) + data(usage(0, 0)) + done),
    badusage: words(ten, data(stop()) + data(usage(7, -1)) + done),
    onetoken: words(['w '], data(stop()) + data(usage(7, 1)) + done),
    jsonbody: body('200 OK', message('hello there'), json),
    cap4: async exchange => {
      if (busy >= 4) return refusal('429 Too Many Requests', 'Too many concurrent requests')(exchange);
      busy += 1;
      await setTimeout(20);
      await plain(exchange);
      busy -= 1;
    },
    noopts: exchange =>
      exchange.request.body.includes('stream_options')
        ? refusal('400 Bad Request', 'Unrecognized request argument supplied: stream_options')(exchange)
        : good()(exchange),
  };
}

describe('reports from the field', () => {
  let server: RawServer;
  let cwd = '';

  before(async () => {
    cwd = await emptyFolder();
    const known = behaviours();
    const counted = new Map<string, number>();
    const answer: Answer = exchange => {
      const name = /^POST \/(\w+)\//.exec(exchange.request.head)?.[1] ?? '';
      const n = (counted.get(name) ?? 0) + 1;
      counted.set(name, n);
      return known[name]?.(exchange, n);
    };
    ({ server } = await startExchanges(answer));
    const price = '{ model: m, input: 2.5, output: 10, asOf: 2026-11-01, source: "https://example.com" }';
    await writeFile(join(cwd, 'prices.yaml'), `prices:\n  - ${price}\n`);
  });
  after(() => server.close());

  const at = (behaviour: string, ...args: string[]) => [
    ...['--base-url', `http://127.0.0.1:${server.port}/${behaviour}/v1`, '--model', 'm', '--output', '.'],
    ...args,
  ];
  const run = (behaviour: string, ...args: string[]) =>
    llmeter(['run', ...at(behaviour, '--prompt', 'hello', '--name', behaviour, ...args)], { cwd });
  const gate = (...args: string[]) => llmeter(['compare', ...args, '--fail-on', 'worse'], { cwd });

  it('a proxy buffers the whole stream: the run says so, and no TPOT is compared', async () => {
    await run('plain', '--clients', '5', '--requests', '6', '--warmup', '1');
    const { code, stdout, stderr } = await run(
      'buffered',
      '--clients',
      '5',
      '--requests',
      '6',
      '--warmup',
      '1',
    );
    assert.equal(code, 0);
    assert.match(stderr + stdout, /\d+ of 30 answers arrived at once/);
    assert.doesNotMatch(stdout, /^TPOT/m);
    const compared = await gate('plain', 'buffered', '--deciding-metric', 'tpot');
    assert.equal(compared.code, 2, compared.stdout);
    assert.match(compared.stderr, /"TPOT".* is not available for both plain and buffered/);
  });

  for (const behaviour of ['bundled', 'silentthink']) {
    it(`${behaviour}: events far fewer than tokens give no TPOT, and a reason`, async () => {
      const { stdout, stderr } = await run(behaviour, '--requests', '6');
      assert.doesNotMatch(stdout, /^TPOT/m);
      assert.match(stderr + stdout, /no TPOT/);
    });
  }

  it('answers without a token are one thing in run, compare, export and heatmap', async () => {
    for (const behaviour of ['notoken', 'notoken1']) {
      const { stdout, stderr } = await run(behaviour, '--requests', '6');
      assert.match(stderr + stdout, /6 of 6 answers held no token/);
      assert.doesNotMatch(stdout, /^Requests per second +[1-9]/m);
    }
    const mixed = await run('mixed', '--requests', '6');
    assert.match(mixed.stderr + mixed.stdout, /2 of 6 answers held no token/);
    assert.match(
      (await llmeter(['compare', 'mixed', 'notoken1'], { cwd })).stdout,
      /answers of (both|mixed|notoken1) held no token/,
    );
    const sizes = ['--inputs', '10,100', '--outputs', '5,10', '--name', 'cells'];
    const heatmap = await llmeter(['heatmap', ...at('notoken', ...sizes)], { cwd });
    assert.match(heatmap.stderr + heatmap.stdout, /answers held no token/);
  });

  for (const behaviour of ['legacy', 'message']) {
    it(`the text in the field of another API (${behaviour}) is read`, async () => {
      const { code, stdout, stderr } = await run(behaviour, '--requests', '3');
      assert.equal(code, 0);
      assert.match(stdout, /^TTFT/m);
      assert.doesNotMatch(stderr, /held no token/);
    });
  }

  it('a gate does not pass a side that fails every second request', async () => {
    await run('plain', '--clients', '5', '--requests', '6', '--warmup', '1', '--name', 'ok');
    const half = await run(
      'half',
      '--clients',
      '5',
      '--requests',
      '12',
      '--warmup',
      '1',
      '--max-error-rate',
      '10%',
    );
    assert.notEqual(half.code, 0);
    const { code, stdout } = await gate('ok', 'half');
    assert.ok(code === 1 || code === 3, stdout);
  });

  it('a gate does not pass two sides that failed altogether', async () => {
    for (const name of ['down-1', 'down-2']) {
      assert.equal((await run('down', '--requests', '20', '--name', name)).code, 1);
    }
    const { code, stdout } = await gate('down-1', 'down-2');
    assert.equal(code, 3, stdout);
  });

  it('a load test names the level at which requests began to fail', async () => {
    const { stdout } = await llmeter(
      [
        'load-test',
        ...at(
          'cap4',
          '--prompt',
          'x',
          '--levels',
          '1,2,4,8,16',
          '--min-requests-per-client',
          '12',
          '--name',
          'cap4',
        ),
      ],
      { cwd },
    );
    assert.match(stdout, /fail[^\n]*\b8 clients/);
    assert.doesNotMatch(stdout, /Try more clients/);
  });

  it('usage of 0 beside a text is counted here, and the budget stops the run', async () => {
    const counted = await run('zerousage', '--requests', '6', '--json');
    assert.ok(JSON.parse(counted.stdout).metrics.output_tokens.value > 0, counted.stdout);
    assert.match(counted.stderr, /contradict/);
    const bought = await run(
      'zerousage',
      ...['--duration', '60s', '--clients', '4', '--max-tokens', '10'],
      ...['--prices', 'prices.yaml', '--budget', '0.002', '--name', 'bought'],
    );
    assert.equal(bought.code, 4, bought.stderr);
  });

  it('usage of -1 gives no negative tokens and no negative cost', async () => {
    const { stdout } = await run('badusage', '--requests', '3', '--prices', 'prices.yaml');
    assert.doesNotMatch(stdout, /[^\w]-\d/);
  });

  it('limits that no answer can meet are refused or explained', async () => {
    const tpot = await run('onetoken', '--slo-tpot', '100ms', '--requests', '3');
    assert.match(tpot.stderr + tpot.stdout, /TPOT/);
    const ttft = await run('jsonbody', '--no-stream', '--slo-ttft', '100ms', '--requests', '3');
    assert.equal(ttft.code, 2);
    assert.match(ttft.stderr, /slo\.ttft|--slo-ttft/);
  });

  it('a server that refuses stream_options: the error names the setting', async () => {
    const { stdout, stderr } = await run('noopts', '--requests', '2');
    assert.match(stderr + stdout, /askUsage/);
  });

  it('prompts sent again are counted although the server reports no cached tokens', async () => {
    const { stdout, stderr } = await run('plain', '--clients', '4', '--requests', '10', '--name', 'again');
    assert.match(stderr + stdout, /39 of 40 requests repeated a prompt/);
  });
});
