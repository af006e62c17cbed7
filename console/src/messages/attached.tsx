import { explain } from '../parts/explain';
import { strings } from '../strings';
import { LARGEST, MOST_FILES, TYPES, type Attaching, type Attachment } from './attaching';

const words = strings.messages;

/** Files for the next message. */
export function AttachButton({ attaching }: { attaching: Attaching }) {
  if (attaching.items.value.length >= MOST_FILES) return null;
  return (
    <label class="button talk__attach">
      <input type="file" class="unseen" multiple accept={TYPES} data-testid="attach"
        onChange={({ currentTarget }) => { void attaching.add([...(currentTarget.files ?? [])]); currentTarget.value = ''; }} />
      {words.attach}
    </label>
  );
}

/** What goes with the next message, and what could not be brought. */
export function Attached({ attaching }: { attaching: Attaching }) {
  const items = attaching.items.value;
  return (
    <div role="status" aria-label={words.files}>
      {items.length > 0 && (
        <ul class="chips">
          {items.map((one) => (
            <li class="chip" key={one.key} data-testid="attachment" data-ready={one.id !== null}>
              <span dir="auto">{one.name}</span> <span class={one.failure === null ? 'quiet' : 'field__problem'}>{standing(one)}</span>
              <button type="button" class="chip__button" aria-label={words.removeFile(one.name)} onClick={() => attaching.remove(one)}>×</button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function standing({ id, size, failure }: Attachment): string {
  if (failure !== null) return failure.outcomeUnknown ? words.notBrought : size > LARGEST ? words.tooLarge : explain(failure);
  return id === null ? words.bringing : words.size(size);
}
