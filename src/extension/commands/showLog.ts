import type { Command } from './command.ts';
import type { Services } from './services.ts';

/** Show Log. */
export function showLog({ log }: Pick<Services, 'log'>): Command {
  return { id: 'llmeter.log.show', run: () => log.show() };
}
