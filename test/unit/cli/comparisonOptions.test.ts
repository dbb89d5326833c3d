import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addDecidingMetric } from '../../../src/cli/options/comparisonOptions.ts';

/** The options that the command gets for these flags, or the message of its error. */
async function parse(...flags: string[]): Promise<unknown> {
  let parsed: unknown;
  let message = '';
  const command = addDecidingMetric(new Command('compare'))
    .exitOverride()
    .configureOutput({ writeErr: text => (message += text) })
    .action(options => {
      parsed = options.decidingMetric;
    });
  await command.parseAsync(flags, { from: 'user' }).catch(() => {});
  return message === '' ? parsed : message;
}

describe('the deciding metric', () => {
  it('is set by --deciding-metric, or by --headline, its former name', async () => {
    assert.equal(await parse('--deciding-metric', 'tpot'), 'tpot');
    assert.equal(await parse('--headline', 'tpot'), 'tpot');
    assert.equal(await parse(), undefined);
  });

  it('must be a metric that runs are compared by, under either name', async () => {
    for (const flag of ['--deciding-metric', '--headline']) {
      assert.match(String(await parse(flag, 'speed')), /Allowed choices are ttft, ttft_any, ttlt, /);
    }
  });

  it('cannot be set under both names', async () => {
    const error = String(await parse('--headline', 'ttlt', '--deciding-metric', 'tpot'));
    assert.match(
      error,
      /option '--headline <metric>' cannot be used with option '--deciding-metric <metric>'/,
    );
  });

  it('is described in the help under its present name only', () => {
    const help = addDecidingMetric(new Command('compare')).helpInformation();
    assert.match(help, /--deciding-metric <metric> +metric that decides/);
    assert.doesNotMatch(help, /headline/);
  });
});
