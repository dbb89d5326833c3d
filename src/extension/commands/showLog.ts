import type { Services } from '../services.ts';
import type { Command } from './command.ts';

/** Show Log. */
export function showLog({ log }: Pick<Services, 'log'>): Command {
  return { id: 'llmeter.log.show', run: () => log.show() };
}
