import { explain } from '../parts/explain';
import { strings } from '../strings';
import type { Growing } from './growing';

const words = strings.beside;

/** Under a list: that it is being read, that it could not be, or the way to what is older. */
export function More<T>({ list, none }: { list: Growing<T>; none: string }) {
  const items = list.items.value;
  const { busy, failure, more } = list;
  return (
    <>
      <div role="alert">
        {failure.value !== null && (
          <p class="alert">
            {items === null ? words.failed : words.stale} {explain(failure.value)}{' '}
            <button type="button" class="link" data-testid="again" onClick={() => void (items === null ? list.load() : more.value ? list.next() : list.load())}>{words.again}</button>
          </p>
        )}
      </div>
      <p role="status" class="quiet beside__status" data-testid="list-status">
        {busy.value ? words.loading : items !== null && items.length === 0 && failure.value === null ? (more.value ? words.noneYet : none) : ''}
      </p>
      {more.value && failure.value === null && (
        <button type="button" class="button" data-testid="older" aria-disabled={busy.value} onClick={() => void list.next()}>{words.older}</button>
      )}
    </>
  );
}
