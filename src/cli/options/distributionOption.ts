import { InvalidArgumentError } from 'commander';
import { fixed, lognormal, type RandomDistribution, uniform } from '../../simulator/scenario/distribution.ts';

/**
 * Reads how a simulated number varies: `100ms` is constant, `80ms-120ms` uniform in that range, `100ms~0.4`
 * log-normal with that median and sigma.
 * @param read reads one number, e.g. a time; throws commander's InvalidArgumentError
 */
export function distributionOption(read: (text: string) => number): (text: string) => RandomDistribution {
  return text => {
    const [median = '', sigma, ...more] = text.split('~');
    if (sigma !== undefined) {
      const spread = Number(sigma);
      if (more.length > 0 || sigma.trim() === '' || !(spread >= 0)) {
        throw new InvalidArgumentError(
          'After "~" comes the sigma of a log-normal distribution, e.g. 100ms~0.4.',
        );
      }
      return lognormal(read(median), spread);
    }
    const [least = '', most] = text.split('-');
    if (most === undefined) return fixed(read(least));
    const [min, max] = [read(least), read(most)];
    if (min > max) throw new InvalidArgumentError('The first number must not be greater than the second.');
    return uniform(min, max);
  };
}
