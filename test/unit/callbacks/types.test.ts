import type * as told from '../../../schemas/callback.d.ts';
import type { HookName } from '../../../src/measure/callbacks/module/hookMessages.ts';
import type { RunCallback } from '../../../src/measure/run/callbacks.ts';

/** Compiles only if both types are the same: the documented type and the real one. */
type Given<N extends HookName> = Parameters<NonNullable<RunCallback[N]>>[0];
type Told<N extends HookName> = Parameters<NonNullable<told.Callback[N]>>[0];

describe('schemas/callback.d.ts', () => {
  it('describes each hook’s argument as the runner passes it', () => {
    const names: Record<keyof told.Callback, true> = {
      beforeRun: true,
      beforeInvoke: true,
      afterInvoke: true,
      afterRun: true,
    } satisfies Record<HookName, true>;
    const config = (given: Given<'beforeRun'>): told.RunConfig => ({
      ...given,
      payloads: [...given.payloads],
    });
    const payload: (given: Given<'beforeInvoke'>) => Told<'beforeInvoke'> = given => given;
    const response: (given: Given<'afterInvoke'>) => told.InvocationResponse = given => given;
    const fields: Record<keyof told.InvocationResponse, true> = {} as Record<
      keyof Given<'afterInvoke'>,
      true
    >;
    const result = ({ summary, ...given }: Given<'afterRun'>): told.RunResult => ({
      ...given,
      summary: { ...summary },
    });
    return void [names, config, payload, response, fields, result];
  });
});
