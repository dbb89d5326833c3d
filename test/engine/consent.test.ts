import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Measurement } from '../../src/protocol/measurement.ts';
import { measure, openEngine, simulated, startOf, withEngine } from './support/engine.ts';

/** What "Run Again" on a report makes: it may come from anyone. */
const ofReport = { folders: [], chosen: [], apart: true };

/** A module that leaves a mark when it is loaded. */
async function markingModule(folder: string): Promise<string> {
  const mark = join(folder, 'was-run');
  const text = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, ''); export const afterRun = () => {};`;
  await writeFile(join(folder, 'theirs.mjs'), text);
  return mark;
}

describe('a plan that nobody agreed to', () => {
  it('runs no module of a report, and does with the hash of exactly its list', async () => {
    await withEngine(async (engine, folder) => {
      const mark = await markingModule(folder);
      const plan = { prompt: 'hi', requests: 1, callbacks: [{ module: './theirs.mjs' }] };
      const start = startOf(folder, plan, { place: ofReport, allowModules: true });
      const consent = await engine.request('consent', { kind: 'run', ...start });
      assert.match(consent.sections[0]?.lines[0] ?? '', /theirs\.mjs/);
      for (const agreed of [undefined, '', consent.hash.toUpperCase(), `${consent.hash}0`]) {
        const asked = { ...start, ...(agreed !== undefined && { agreed }) };
        await assert.rejects(measure(engine, 'run', asked), { name: 'UserError', message: /nobody agreed/ });
        const estimated = engine.request('estimateCost', { kind: 'run', ...asked } as Measurement);
        await assert.rejects(estimated, /nobody agreed/);
      }
      assert.equal(existsSync(mark), false);
      await measure(engine, 'run', { ...start, agreed: consent.hash });
      assert.equal(existsSync(mark), true);
    });
  });

  it('does not run a module that was changed after the person agreed', async () => {
    await withEngine(async (engine, folder) => {
      await writeFile(join(folder, 'theirs.mjs'), 'export const afterRun = () => {};');
      const plan = { prompt: 'hi', requests: 1, callbacks: [{ module: './theirs.mjs' }] };
      const start = startOf(folder, plan, { place: ofReport, allowModules: true });
      const { hash: agreed } = await engine.request('consent', { kind: 'run', ...start });
      const mark = await markingModule(folder);
      await assert.rejects(measure(engine, 'run', { ...start, agreed }), /nobody agreed/);
      assert.equal(existsSync(mark), false);
    });
  });

  it('sends no variable and no prompt to its address', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env['LLMETER_TEST_TOKEN'] = 'canary-1234567890';
    const engine = openEngine();
    try {
      const folder = '/nowhere';
      const endpoint = {
        ...simulated(''),
        baseUrl: `http://127.0.0.1:${port}/v1`,
        apiKeyEnv: 'LLMETER_TEST_TOKEN',
      };
      for (const place of [ofReport, undefined, { folders: [folder], chosen: [] }]) {
        const { place: _chosen, ...start } = startOf(folder, { endpoint, prompt: 'hi', requests: 1 });
        const asked = { ...start, ...(place && { place }) };
        await assert.rejects(
          measure(engine, 'run', asked),
          /the value of LLMETER_TEST_TOKEN, with the prompts, to http:/,
        );
        const sides = ['a', 'b'].map(name => ({ name, plan: start.plan, secrets: {} }));
        await assert.rejects(measure(engine, 'ab', { ...asked, sides }), /LLMETER_TEST_TOKEN/);
        await assert.rejects(measure(engine, 'load-test', { ...asked, levels: [1] }), /LLMETER_TEST_TOKEN/);
      }
      assert.deepEqual(seen, []);
    } finally {
      delete process.env['LLMETER_TEST_TOKEN'];
      await engine.close();
      server.close();
    }
  });

  it('reads and writes nothing outside, whatever kind of measurement it is', async () => {
    await withEngine(async (engine, around) => {
      const folder = join(around, 'plan');
      await mkdir(folder);
      await writeFile(join(around, 'secret.txt'), 'secret');
      const place = { folders: [folder], chosen: [] };
      const prompt = { file: '../secret.txt' };
      for (const fields of [{ prompt }, { prompt: 'hi', output: '..' }]) {
        await assert.rejects(measure(engine, 'run', startOf(folder, fields, { place })), /nobody agreed/);
      }
      const lengths = { inputLengths: [1], outputLengths: [1], requestsPerCombination: 1 };
      const heatmap = { ...startOf(folder, {}, { place }), ...lengths, source: '../secret.txt' };
      await assert.rejects(measure(engine, 'heatmap', heatmap), /secret\.txt/);
      assert.equal(await readFile(join(around, 'secret.txt'), 'utf8'), 'secret');
      assert.deepEqual(existsSync(join(folder, 'runs')), false);
    });
  });

  it('tells the cost with the list where that needs nothing that must be agreed to', async () => {
    await withEngine(async (engine, folder) => {
      const cost = { prices: { input: 1, output: 1 } };
      const endpoint = { ...simulated(''), baseUrl: 'https://theirs.example/v1' };
      const start = startOf(
        folder,
        { endpoint, prompt: 'hi', requests: 2, cost },
        { place: { folders: [folder], chosen: [] } },
      );
      const { amount } = await engine.request('consent', { kind: 'run', ...start });
      assert.equal(amount[0], 'At most 2 requests.');
      assert.match(amount[1] ?? '', /^Estimated cost: .* for 2 requests/);
    });
  });
});
