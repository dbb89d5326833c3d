import { useEffect, useState } from 'preact/hooks';
import { stillText } from './progress.ts';

interface Props {
  /** The newest state. */
  news: unknown;
  /** Seconds from one state to the next, if drawing costs so much that there are more than one; else 0. */
  pause: number;
}

/** Says why the numbers stand still, when they do for longer than a moment. */
export function StandingStill({ news, pause }: Props) {
  const age = useAge(news);
  const text = stillText(age, pause);
  return text === null ? null : <p class="muted">{text}</p>;
}

/** Whole seconds since `news` changed. */
function useAge(news: unknown): number {
  const [age, setAge] = useState(0);
  useEffect(() => {
    const began = performance.now();
    setAge(0);
    const timer = setInterval(() => setAge(Math.floor((performance.now() - began) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [news]);
  return age;
}
