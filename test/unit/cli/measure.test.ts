import assert from 'node:assert/strict';
import { type MeasureCommand, measure } from '../../../src/cli/measure/measure.ts';
import { type ExitCode, exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { RemoteError } from '../../../src/protocol/channel.ts';
import type { AbOutcome } from '../../../src/protocol/experiments.ts';
import type { Finished, Measurement } from '../../../src/protocol/measurement.ts';
import type { RunOutcome } from '../../../src/protocol/run.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';

const measurement: Measurement<'ab'> = {
  kind: 'ab',
  sides: [],
  baseFolder: '/home/me',
  defaultOutput: '/home/me/llmeter-runs',
  network: {},
};

const saved: AbOutcome = {
  folder: '/home/me/llmeter-runs/ab',
  name: 'ab',
  state: 'saved',
  message: null,
  endedByBudget: false,
  sides: [],
  comparison: null,
  findings: [],
};

const tooManyFailed: RunOutcome = {
  folder: '/home/me/llmeter-runs/ab/A',
  stats: {},
  metrics: {},
  environment: {},
  cost: null,
  diagnostics: [{ id: 'error-rate', severity: 'warning', message: '', advice: '' }],
  state: 'saved',
  message: null,
  totalRequests: 10,
  failedRequests: 1,
};

const command: MeasureCommand<AbOutcome> = { print: () => {}, nothingSucceeded: () => false };

interface Case {
  outcome?: Partial<AbOutcome>;
  nothingSucceeded?: boolean;
  verdict?: ExitCode;
  interrupt?: boolean;
}

async function exitCode({ outcome, nothingSucceeded = false, verdict, interrupt }: Case): Promise<ExitCode> {
  const engine = new FakeEngine({
    measure: () => {
      if (interrupt) context.signal('SIGINT', 100);
      return { kind: 'ab', outcome: { ...saved, ...outcome } };
    },
    stop: () => null,
  });
  const context: FakeContext = new FakeContext(engine);
  const code = await measure(
    context,
    measurement,
    {},
    {
      print: () => {},
      nothingSucceeded: () => nothingSucceeded,
      ...(verdict !== undefined && { verdict: () => verdict }),
    },
  );
  assert.ok(engine.closed);
  return code;
}

describe('a command that measures', () => {
  it('exits with the first code that applies: interrupted, failed, its verdict, over budget, ok', async () => {
    const { ok, failed, undecided, overBudget, interrupted } = exitCodes;
    const cases: [Case, ExitCode][] = [
      [{}, ok],
      [{ outcome: { state: 'partial', endedByBudget: true } }, overBudget],
      [{ outcome: { sides: [{ name: 'A', outcome: tooManyFailed }] }, verdict: ok }, failed],
      [{ outcome: { endedByBudget: true }, verdict: ok }, overBudget],
      [{ outcome: { endedByBudget: true }, verdict: undecided }, undecided],
      [{ verdict: failed }, failed],
      [{ nothingSucceeded: true, verdict: undecided }, failed],
      [{ outcome: { state: 'failed' }, verdict: undecided }, failed],
      [{ outcome: { state: 'partial' }, nothingSucceeded: true, interrupt: true }, interrupted],
    ];
    for (const [given, expected] of cases) {
      assert.equal(await exitCode(given), expected, JSON.stringify(given));
    }
  });

  it('takes the end of a single run’s budget from its diagnostics', async () => {
    const diagnostics = [{ id: 'budget', severity: 'warning' as const, message: '', advice: '' }];
    const outcome = { diagnostics, state: 'partial' } as unknown as Finished<'run'>['outcome'];
    const engine = new FakeEngine({ measure: () => ({ kind: 'run', outcome }) });
    const run: Measurement<'run'> = { ...measurement, kind: 'run', plan: {}, secrets: {} };
    const code = await measure(
      new FakeContext(engine),
      run,
      {},
      { print: () => {}, nothingSucceeded: () => false },
    );
    assert.equal(code, exitCodes.overBudget);
  });

  it('prints the outcome while the engine is still open', async () => {
    const engine = new FakeEngine({ measure: () => ({ kind: 'ab', outcome: saved }) });
    const printed: unknown[] = [];
    await measure(
      new FakeContext(engine),
      measurement,
      {},
      {
        ...command,
        print: ({ outcome }, open) => void printed.push(outcome, open === engine && !engine.closed),
      },
    );
    assert.deepEqual(printed, [saved, true]);
  });

  it('describes each step that begins', async () => {
    const engine: FakeEngine = new FakeEngine({
      measure: ({ id }) => {
        engine.emit('step', { id, step: 1 });
        return { kind: 'ab', outcome: saved };
      },
    });
    const context = new FakeContext(engine);
    await measure(context, measurement, {}, { ...command, describeStep: step => `Step ${step}` });
    assert.equal(context.stderr.text, 'Step 1\n');
  });

  it('only estimates the cost with --estimate', async () => {
    const engine = new FakeEngine({ estimateCost: () => [{ name: 'a', estimate: null }] });
    const context = new FakeContext(engine);
    assert.equal(await measure(context, measurement, { estimate: true, json: true }, command), exitCodes.ok);
    assert.deepEqual(JSON.parse(context.stdout.text), {
      runs: [{ name: 'a', estimate: null }],
      total: null,
    });
    assert.deepEqual(
      [engine.asked.map(({ name }) => name), engine.closed],
      [['consent', 'estimateCost'], true],
    );
  });

  it('closes the engine when the measurement is rejected', async () => {
    const engine = new FakeEngine({
      measure: () => Promise.reject(new RemoteError('UserError', 'No.')),
    });
    await assert.rejects(measure(new FakeContext(engine), measurement, {}, command), { message: 'No.' });
    assert.ok(engine.closed);
  });
});
