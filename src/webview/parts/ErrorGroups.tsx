import { countOf } from '../../core/format/quantities.ts';
import type { FailureGroup } from '../../core/metrics/failures.ts';
import { Prose } from './Prose.tsx';

/** Failures by reason: how many, what to do, and the provider's first message. */
export function ErrorGroups({ errors }: { errors: readonly FailureGroup[] }) {
  return (
    <ul class="errors">
      {errors.map(group => (
        <li key={`${group.reason} ${group.label}`}>
          <span class="error-count">{countOf(group.count, 'request')}</span>
          <div>
            <p>
              <span class="strong">{group.label}.</span>{' '}
              <span class="muted">
                <Prose text={group.advice} />
              </span>
            </p>
            {group.example !== '' && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable
              <pre class="text-block short" tabIndex={0}>
                {group.example}
              </pre>
            )}
            {group.requestId !== null && <p class="muted">Request ID {group.requestId}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
