import { useEffect, useRef, useState } from 'preact/hooks';

const quietMilliseconds = 10_000;

/**
 * Tells screen readers how things go: at once when `urgent` changes, else at most every ten seconds, so
 * that ten updates a second do not drown the user.
 */
export function LiveStatus({ text, urgent }: { text: string; urgent: string }) {
  const [said, setSaid] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    setSaid(latest.current);
    const timer = setInterval(() => setSaid(latest.current), quietMilliseconds);
    return () => clearInterval(timer);
  }, [urgent]);
  return (
    <p class="sr" role="status" aria-live="polite">
      {said}
    </p>
  );
}
