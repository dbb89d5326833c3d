import type { JsonObject } from '../../../core/base/jsonValue.ts';
import { flatten } from './flatten.ts';
import { KeyValueTable } from './KeyValueTable.tsx';

/** The statistics under the names and with the formulas of Python LLMeter, unrounded. */
export function OwnKeysTable({ stats }: { stats: JsonObject }) {
  return (
    <>
      <p class="muted">
        As in <code>stats.json</code>, by LLMeter’s own formulas; times are seconds.
      </p>
      <KeyValueTable caption="LLMeter’s own statistics" entries={flatten(stats)} />
    </>
  );
}
