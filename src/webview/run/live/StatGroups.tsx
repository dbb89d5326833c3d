import type { StatGroup } from '../../../core/stats/display/liveStats.ts';

/** LLMeter's live statistics, one column per group. */
export function StatGroups({ groups }: { groups: readonly StatGroup[] }) {
  return (
    <div class="stat-groups">
      {groups.map(group => (
        <section key={group.name} aria-label={group.name}>
          <h3>{group.name}</h3>
          <dl>
            {group.entries.map(entry => (
              <div key={entry.label}>
                <dt title={entry.key}>{entry.label}</dt>
                <dd>{entry.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
