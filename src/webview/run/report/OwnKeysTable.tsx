import type { JsonObject } from '../../../core/base/jsonValue.ts';
import { flatten } from './flatten.ts';
import { KeyValueTable } from './KeyValueTable.tsx';

/** The statistics with the names and formulas of the Python tool LLMeter, unrounded. */
export function OwnKeysTable({ stats }: { stats: JsonObject }) {
  return (
    <>
      <p class="muted">
        As in <code>stats.json</code>, computed with LLMeter’s own formulas. Times are in seconds.
      </p>
      <KeyValueTable caption="LLMeter’s own statistics" entries={flatten(stats)} />
    </>
  );
}
