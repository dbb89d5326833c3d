import { Interleaving } from '../../../../src/experiments/interleaving.ts';
import type { RunConfig } from '../../../../src/measure/run/runConfig.ts';
import { Runner } from '../../../../src/measure/run/runner.ts';
import { type Answer, type Call, hello, ScriptedEndpoint } from '../../measure/support/scriptedEndpoint.ts';
import { MemoryFiles, plainConfig, unwatched } from '../../measure/support/scriptedRun.ts';
import { VirtualClock } from '../../measure/support/virtualClock.ts';

export interface ArmOptions {
  config?: Partial<RunConfig>;
  /** Answers after 100 ms by default; null = the test answers. */
  script?: ((call: Call) => Answer) | null;
}

/** Runs over one virtual clock that take turns. */
export function virtualSides(options: readonly ArmOptions[], clients = 1) {
  const clock = new VirtualClock();
  const turns = new Interleaving(options.length, clients, 1);
  const sides = options.map(({ config, script = () => ({ ...hello, at: [100] }) }, i) => {
    const endpoint = new ScriptedEndpoint(clock, script);
    const files = new MemoryFiles();
    const runner = new Runner({
      config: { ...plainConfig(), name: `${i}`, clients, requests: 6, ...config },
      endpoint,
      clock,
      callbacks: [],
      openFiles: async () => files,
      redact: text => text,
      delay: clock.delay,
      watch: unwatched(),
      turn: turns.turnOf(i),
    });
    return { endpoint, files, runner };
  });
  const over = () =>
    Promise.all(
      sides.map(async ({ runner }, i) => {
        try {
          return await runner.run();
        } finally {
          turns.leave(i);
        }
      }),
    );
  const counts = () => sides.map(({ endpoint }) => endpoint.calls.length);
  return { clock, sides, over, counts };
}
