import type { ComponentChildren } from 'preact';

export interface Fact {
  label: string;
  value: ComponentChildren;
  /** Definition or the exact value, shown on hover and focus. */
  tip?: string;
}

/** Short facts, label above value. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(fact => (
        <div key={fact.label}>
          <dt data-tip={fact.tip}>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
