import { useEffect, useRef, useState } from 'preact/hooks';

/** The value as it was at most `milliseconds` ago: for what is dear to draw. The last one always comes through. */
export function useThrottled<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  latest.current = value;
  if (value !== shown && timer.current === null) {
    timer.current = setTimeout(() => {
      timer.current = null;
      setShown(latest.current);
    }, milliseconds);
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return shown;
}
