import { useEffect, useRef, useState } from 'preact/hooks';

const quietMilliseconds = 10_000;

/**
 * Announces progress to screen readers: at once when `urgent` changes, otherwise at most every ten seconds,
 * because ten updates a second would be too many to listen to.
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
