import { measure } from '../../compose/segments';
import { language, strings } from '../../strings';
import type { Admin } from '../admin';
import type { ReplyForm } from './replies';

const words = strings.adminPages.replies;

/** A canned response with sample values, and what it takes as SMS. */
export function ReplyPreview({ admin, reply }: { admin: Admin; reply: ReplyForm }) {
  const program = admin.programs.find((one) => one.active && (reply.programIds.length === 0 || reply.programIds.includes(one.id)));
  const samples: Record<string, string> = {
    line: program?.name ?? words.sampleLine,
    responder: admin.user.name.split(' ')[0] ?? admin.user.name,
    opens: words.sampleOpens[reply.language ?? language],
  };
  const parts = reply.text.trim().split(/(\{[a-z_]+\})/);
  const text = parts.map((part) => samples[part.slice(1, -1)] ?? part).join('');
  const { segments, units, encoding, messages } = measure(text);
  const takes = [words.takes(segments), words.units(units, encoding), messages > 1 ? words.messages(messages) : ''].filter((one) => one !== '').join(' · ');
  return (
    <section class="preview" aria-labelledby="reply-preview" data-testid="reply-preview">
      <h3 id="reply-preview">{words.preview}</h3>
      {text === '' ? <p class="quiet">{words.empty}</p> : (
        <>
          <p class="preview__text" dir="auto" lang={reply.language ?? undefined}>
            {parts.map((part, place) => {
              const sample = samples[part.slice(1, -1)];
              return sample === undefined ? part : <mark key={place}>{sample}</mark>;
            })}
          </p>
          <p class="quiet preview__takes">{takes}</p>
          {parts.length > 1 && <p class="quiet preview__takes">{words.sample}</p>}
        </>
      )}
    </section>
  );
}
