import type { RunSnapshot } from '../../../protocol/run.ts';
import { Notice } from '../../parts/Notice.tsx';

/** What to know about a step: why it failed, what it waits for, what may make its numbers misleading. */
export function StepNotices({ label, snapshot }: { label: string; snapshot: RunSnapshot }) {
  const { message, state, diagnostics } = snapshot;
  return (
    <>
      {message !== null && (
        <Notice severity={state === 'failed' ? 'error' : 'info'} message={`${label}: ${message}`} />
      )}
      {diagnostics.map(({ id, severity, message: found, advice }) => (
        <Notice key={id} severity={severity} message={`${label}: ${found}`} advice={advice} />
      ))}
    </>
  );
}
