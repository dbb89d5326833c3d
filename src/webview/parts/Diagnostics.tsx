import type { Diagnostic } from '../../protocol/run.ts';
import { Notice } from './Notice.tsx';

/** What may make the numbers misleading, warnings first. */
export function Diagnostics({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  const sorted = [...diagnostics].sort(
    (a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'),
  );
  return (
    <>
      {sorted.map(one => (
        <Notice key={one.id} severity={one.severity} message={one.message} advice={one.advice} />
      ))}
    </>
  );
}
