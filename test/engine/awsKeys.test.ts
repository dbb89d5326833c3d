import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidApiKey } from '../../src/simulator/dialects/modelIds.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { measure, startOf, withEngine } from './support/engine.ts';

describe('AWS keys that are handed over', () => {
  const run = (kind: string, accessKeyId: string) =>
    withEngine(async (engine, folder) => {
      const simulator = await startSimulator({ scenario: 'fast' });
      try {
        const aws = { accessKeyId, secretAccessKey: 'kept-to-the-engine', sessionToken: 'session-of-aws' };
        const endpoint = { kind, model: 'm', baseUrl: simulator.url, region: 'eu-west-1' };
        const plan = { endpoint, prompt: 'Hi', requests: 2 };
        const outcome = await measure(engine, 'run', startOf(folder, plan, { secrets: { aws } }));
        const files = await readdir(outcome.folder);
        const texts = await Promise.all(files.map(file => readFile(join(outcome.folder, file), 'utf8')));
        assert.doesNotMatch(texts.join(''), /kept-to-the-engine|session-of-aws/);
        const [first = ''] = (texts[files.indexOf('responses.jsonl')] ?? '').split('\n');
        return [outcome.failedRequests, (JSON.parse(first) as { error: string | null }).error];
      } finally {
        await simulator.close();
      }
    });

  for (const kind of ['bedrock-converse', 'bedrock-invoke', 'sagemaker']) {
    it(`sign the requests and are in no file: ${kind}`, async () => {
      assert.deepEqual(await run(kind, 'AKIAEXAMPLE'), [0, null]);
      const [failed, error] = await run(kind, invalidApiKey);
      assert.equal(failed, 2);
      assert.match(String(error), /security token|unrecognizedClientException/i);
    });
  }
});
