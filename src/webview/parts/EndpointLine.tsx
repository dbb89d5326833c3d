import { addressText } from '../../core/format/addressText.ts';
import type { EndpointInfo } from '../../protocol/run.ts';

/** The endpoint of a run, in one line. */
export function EndpointLine({ endpoint }: { endpoint: EndpointInfo }) {
  const parts = [endpoint.name];
  if (endpoint.model !== endpoint.name) parts.push(endpoint.model);
  parts.push(endpoint.provider, endpoint.kind, endpoint.stream ? 'streaming' : 'not streaming');
  return (
    <p class="endpoint-line" data-tip={endpoint.baseUrl === null ? undefined : addressText(endpoint)}>
      {parts.map((part, i) => (
        <span key={part} class={i === 0 ? 'strong' : undefined}>
          {part}
        </span>
      ))}
    </p>
  );
}
