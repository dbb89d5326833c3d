import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder, type SessionOptions, VscodeSession } from './vscodeSession.ts';

/**
 * For the top of an end-to-end `describe`: one VS Code with the packaged extension for all of its tests.
 * When a test fails, a screenshot and the logs are saved in test-results. Call the result inside tests.
 */
export function useVscode(options: Omit<SessionOptions, 'extensionsDir'> = {}): () => VscodeSession {
  let session: VscodeSession | undefined;

  before(async () => {
    const extensionsDir = process.env['LLMETER_E2E_EXTENSIONS'];
    if (!extensionsDir)
      throw new Error('Run end-to-end tests with `npm run test:e2e`, which packages the extension.');
    session = await VscodeSession.open({ ...options, extensionsDir });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed' || !session) return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\w]+/g, '-');
    mkdirSync(resultsFolder, { recursive: true });
    writeFileSync(join(resultsFolder, `${name}.log`), session.log());
    console.log(`      see ${await session.screenshot(name, resultsFolder)} and the .log next to it`);
  });

  after(async () => {
    await session?.close();
  });

  return () => {
    if (!session) throw new Error('VS Code is open only during the tests of its describe block.');
    return session;
  };
}
