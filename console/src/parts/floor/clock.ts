import { useEffect, useState } from 'preact/hooks';

/** The time, again every so often: waits grow while nobody reads them anew. */
export function useClock(everyMs = 10_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(tick);
  }, [everyMs]);
  return now;
}
