import type { JsonObject } from '../../../core/base/jsonValue.ts';
import { addressText } from '../../../core/format/addressText.ts';
import type { Report } from '../../../protocol/run.ts';
import { flatten } from './flatten.ts';
import { KeyValueTable } from './KeyValueTable.tsx';

/** Where the run is saved, its plan, and the machine it was measured on. */
export function Details({ report }: { report: Report }) {
  const { endpoint } = report;
  const about: [string, string][] = [
    ['Folder', report.folder],
    ['Endpoint', endpoint.name],
    ['Kind', endpoint.kind],
    ['Model', endpoint.model],
    ['Provider', endpoint.provider],
    ['Base URL', addressText(endpoint)],
    ['Streaming', endpoint.stream ? 'yes' : 'no'],
  ];
  return (
    <>
      <Part title="Run" entries={about} />
      <JsonPart title="Plan" value={report.plan} none="The run folder contains no plan." />
      <JsonPart
        title="Environment"
        value={report.environment}
        none="The run folder does not say where the run was measured."
      />
    </>
  );
}

function JsonPart({ title, value, none }: { title: string; value: JsonObject | null; none: string }) {
  if (value === null) {
    return (
      <section>
        <h2>{title}</h2>
        <p class="muted">{none}</p>
      </section>
    );
  }
  return <Part title={title} entries={flatten(value)} />;
}

function Part({ title, entries }: { title: string; entries: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <KeyValueTable caption={title} entries={entries} />
    </section>
  );
}
