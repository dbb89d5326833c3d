import { useEffect, useRef, useState } from 'preact/hooks';

/** The value, updated at most every `milliseconds`, for what is expensive to draw. The last value is always shown. */
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
