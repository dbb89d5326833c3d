import { countOf } from '../../core/format/quantities.ts';
import type { ErrorGroup } from '../../protocol/run.ts';

/** Failures by reason: how many, what to do, and what the provider said first. */
export function ErrorGroups({ errors }: { errors: readonly ErrorGroup[] }) {
  return (
    <ul class="errors">
      {errors.map(group => (
        <li key={`${group.reason} ${group.label}`}>
          <div class="error-head">
            <span class="error-count">{countOf(group.count, 'request')}</span>
            <span class="strong">{group.label}</span>
            <span class="muted">{group.advice}</span>
          </div>
          {group.example !== '' && (
            <details>
              <summary>First message{group.requestId !== null && `, request id ${group.requestId}`}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable */}
              <pre class="text-block" tabIndex={0}>
                {group.example}
              </pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
