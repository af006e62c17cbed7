import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Whether a part of the page is narrower than so many rem, as long as it stands there: as if it were until that is known, before it is seen. */
export function useNarrow(box: RefObject<HTMLElement | null>, rem: number): boolean {
  const [narrow, setNarrow] = useState(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => setNarrow(element.clientWidth < rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [rem]);
  return narrow;
}
