import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';

/** The Python to use; another one may have more SDKs. */
const python = process.env['LLMETER_TEST_PYTHON'] ?? 'python3';
const program = fileURLToPath(new URL('pythonSdks.py', import.meta.url));
const notInstalled = 3;

/** Runs the program; null = this Python, or the SDK, is not installed. */
async function accepted(sdk: string, url: string): Promise<Record<string, unknown> | null> {
  const child = spawn(python, [program, sdk, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>(resolve => {
    child.on('error', () => resolve(notInstalled));
    child.on('close', resolve);
  });
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === notInstalled) return null;
  assert.equal(code, 0, complaints);
  return JSON.parse(printed);
}

describe('simulator: 24 threads of an official Python SDK', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ scenario: 'fast' });
  });
  after(() => simulator.close());

  for (const sdk of ['openai', 'anthropic', 'boto3']) {
    it(`accept all answers, ${sdk}`, async function () {
      const seen = await accepted(sdk, simulator.url);
      if (seen === null) {
        if (this.test) this.test.title += ` (skipped: ${python} has no ${sdk})`;
        return this.skip();
      }
      for (const [call, outcomes] of Object.entries(seen)) assert.deepEqual(outcomes, { accepted: 24 }, call);
    });
  }
});
