import type { EnginePort } from '../../engine/enginePort.ts';
import type { CliContext } from './context.ts';

/** Opens an engine, calls `use` with it, and closes it. */
export async function withEngine<T>(
  context: CliContext,
  use: (engine: EnginePort) => Promise<T>,
): Promise<T> {
  const engine = context.openEngine();
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
