import assert from 'node:assert/strict';
import { distributionOption } from '../../../src/cli/options/distributionOption.ts';
import {
  distinctNumbers,
  repeated,
  seconds,
  share,
  shareOrNever,
  time,
  wholeNumber,
} from '../../../src/cli/options/optionValues.ts';
import { fixed, lognormal, uniform } from '../../../src/simulator/scenario/distribution.ts';

const invalid = { name: 'InvalidArgumentError' };

describe('values of options', () => {
  it('may be whole numbers', () => {
    assert.deepEqual(['1', '250'].map(wholeNumber(1)), [1, 250]);
    assert.equal(wholeNumber(Number.NEGATIVE_INFINITY)('-3'), -3);
    for (const text of ['0', '-1', '1.5', '1e3', '', ' ', 'ten', '0x10', '9007199254740993']) {
      assert.throws(() => wholeNumber(1)(text), invalid, text);
    }
  });

  it('may be different whole numbers', () => {
    const levels = distinctNumbers('level');
    assert.deepEqual(levels('1, 2,16'), [1, 2, 16]);
    for (const text of ['', '1,', '0,1', '1,x']) assert.throws(() => levels(text), invalid, text);
    assert.throws(() => levels('1,2,1'), { ...invalid, message: 'Each level must be listed only once.' });
  });

  it('may be times, left as written or read as seconds', () => {
    assert.deepEqual(['30', '30s', '1.5m'].map(time), ['30', '30s', '1.5m']);
    assert.deepEqual(['250ms', '2', '1h'].map(seconds), [0.25, 2, 3600]);
    for (const text of ['', 'soon', '-1s', '1 day']) assert.throws(() => time(text), invalid, text);
  });

  it('may be shares, or when failures end a run', () => {
    assert.deepEqual(['5%', '5 %', '100%', '0.05', '1', '0'].map(share), ['5%', '5 %', '100%', 0.05, 1, 0]);
    for (const text of ['', '5', '-1', '101%', 'all']) assert.throws(() => share(text), invalid, text);
    assert.deepEqual(['never', '50%', '0.5'].map(shareOrNever), ['never', '50%', 0.5]);
    for (const text of ['0', '0%', 'always']) assert.throws(() => shareOrNever(text), invalid, text);
  });

  it('are collected if an option is repeated', () => {
    assert.deepEqual(repeated('b', repeated('a')), ['a', 'b']);
  });

  it('may be distributions of simulated numbers', () => {
    const read = distributionOption(seconds);
    assert.deepEqual(['100ms', '80ms-0.12', '100ms~0.4'].map(read), [
      fixed(0.1),
      uniform(0.08, 0.12),
      lognormal(0.1, 0.4),
    ]);
    for (const text of ['', 'fast', '2s-1s', '100ms~', '100ms~wide', '100ms~-1', '1~2~3', '~1', '1s-']) {
      assert.throws(() => read(text), invalid, text);
    }
    assert.throws(() => distributionOption(wholeNumber(0))('1.5'), invalid);
  });
});
