import type { RunSnapshot } from '../../../protocol/run.ts';
import { unlessDiagnosed } from '../../../protocol/tooManyFailures.ts';
import { Notice } from '../../parts/Notice.tsx';

/** What to know about a step: why it failed, what it waits for, what may make its numbers misleading. */
export function StepNotices({ label, snapshot }: { label: string; snapshot: RunSnapshot }) {
  const { state, diagnostics } = snapshot;
  const message = unlessDiagnosed(snapshot.message, diagnostics);
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
