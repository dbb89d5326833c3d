import assert from 'node:assert/strict';
import { back, type Frame, type UserAnswer } from '../../../src/extension/host/questions/answers.ts';
import { type QuestionStep, walk } from '../../../src/extension/host/questions/steps.ts';

/** Steps that give the listed answers in turn, and record how they were asked. */
function script(answers: Record<string, UserAnswer<string>[]>, skipped: () => string[] = () => []) {
  const asked: string[] = [];
  const steps: QuestionStep[] = Object.entries(answers).map(([name, given]) => ({
    skip: () => skipped().includes(name),
    ask: async ({ step, totalSteps, canGoBack }: Frame) => {
      asked.push(`${name} ${step}/${totalSteps}${canGoBack ? ' <' : ''}`);
      return given.shift();
    },
  }));
  return { asked, steps };
}

describe('a flow of steps', () => {
  it('asks one after the other', async () => {
    const { asked, steps } = script({ a: ['x'], b: ['y'] });
    assert.equal(await walk('t', steps), true);
    assert.deepEqual(asked, ['a 1/2', 'b 2/2 <']);
  });

  it('goes back to the previous step, past skipped ones', async () => {
    const { asked, steps } = script({ a: ['x', 'x'], b: [], c: [back, 'z'] }, () => ['b']);
    assert.equal(await walk('t', steps), true);
    assert.deepEqual(asked, ['a 1/2', 'c 2/2 <', 'a 1/2', 'c 2/2 <']);
  });

  it('counts the steps that the answers make necessary', async () => {
    let simulated = false;
    const { asked, steps } = script({ a: ['x'], b: ['y'] }, () => (simulated ? ['b'] : []));
    const [first] = steps;
    assert.ok(first);
    const ask = first.ask.bind(first);
    first.ask = frame => {
      simulated = true;
      return ask(frame);
    };
    assert.equal(await walk('t', steps), true);
    assert.deepEqual(asked, ['a 1/2']);
  });

  it('ends when the user leaves a question', async () => {
    const { asked, steps } = script({ a: ['x'], b: [undefined], c: ['z'] });
    assert.equal(await walk('t', steps), false);
    assert.deepEqual(asked, ['a 1/3', 'b 2/3 <']);
  });
});
