import { useState } from 'preact/hooks';
import type { OpenConversation } from '../../desk/open-conversation';
import { asTag, MOST_TAGS } from '../../desk/tags';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { explain } from '../explain';
import { described, Labelled } from '../fields';
import { Section } from './section';
import { useKept } from '../kept-state';

const words = strings.tags;

interface Props {
  place: Workplace;
  one: OpenConversation;
  mayTag: boolean;
}

/** Sets all tags of a conversation; true when it worked. */
export const setTags = (place: Workplace, one: OpenConversation, tags: readonly string[]): Promise<boolean> =>
  place.note(one, 'tags', tags, (api, key) => api.care.judge(one.id, { tags: [...tags] }, key));

export function TagsSection({ place, one, mayTag }: Props) {
  const [text, setText] = useKept(place, one, 'tag', '');
  const [problem, setProblem] = useState<string | null>(null);
  const { tags } = one.conversation.value;
  const failure = one.failure.value?.deed === 'tags' ? one.failure.value.error : null;

  async function add(): Promise<void> {
    const tag = asTag(text);
    if (tag === null) return setProblem(text.trim() === '' ? null : words.bad);
    if (tags.length >= MOST_TAGS) return setProblem(words.full);
    setProblem(null);
    if (tags.includes(tag) || (await setTags(place, one, [...tags, tag]))) setText('');
  }

  return (
    <Section name="tags" heading={words.heading}>
      {tags.length === 0 ? <p class="quiet">{words.none}</p> : (
        <ul class="chips">
          {tags.map((tag) => (
            <li class="chip" key={tag} data-testid="tag">
              {tag}
              {mayTag && (
                <button type="button" class="chip__button" aria-label={words.remove(tag)} aria-disabled={one.busy.value !== null}
                  onClick={() => void setTags(place, one, tags.filter((other) => other !== tag))}>
                  <span aria-hidden="true">×</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayTag && (
        <form class="about__form" noValidate onSubmit={(event) => { event.preventDefault(); void add(); }}>
          <Labelled id={`tag-input-${one.id}`} label={words.add} problem={problem}>
            <div class="about__row">
              <input {...described(`tag-input-${one.id}`, undefined, problem)} type="text" maxLength={60} autocomplete="off" data-testid="tag-input" value={text}
                onInput={(event) => setText(event.currentTarget.value)} />
              <button type="submit" class="button" data-testid="add-tag">{words.button}</button>
            </div>
          </Labelled>
        </form>
      )}
      {failure !== null && <p role="alert" class="alert">{explain(failure)}</p>}
    </Section>
  );
}
