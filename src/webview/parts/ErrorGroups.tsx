import { countOf } from '../../core/format/quantities.ts';
import { type FailureGroup, messageLine } from '../../core/metrics/failures.ts';
import { Prose } from './Prose.tsx';

const text = ({ example, messages }: FailureGroup) =>
  messages.length > 1 ? messages.map(messageLine).join('\n') : example;

/** Failures by reason: how many, what to do, and the provider's messages. */
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
            {text(group) !== '' && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable
              <pre class="text-block short" tabIndex={0}>
                {text(group)}
              </pre>
            )}
            {group.requestId !== null && <p class="muted">Request ID {group.requestId}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
