import type { TimelineEntry } from '../api/types';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';

const words = strings.history;

/** Who did it, as a reader would call them. */
export function actorOf(id: string, place: Workplace): string {
  if (id === place.user.id) return strings.who.you;
  if (id === 'texter') return strings.who.texter;
  if (id === 'timer') return strings.who.timer;
  if (id === 'system') return strings.who.holdfast;
  return place.colleagues.nameOf(id) ?? strings.who.other;
}

/** A turn or a fact in one sentence. What this console does not know yet is told by its plain name. */
export function tell(entry: TimelineEntry, place: Workplace): string {
  const name = entry.transition ?? entry.kind;
  const given = name === 'assign_responder' && entry.detail?.['responder'] !== entry.actor;
  const what = given ? words.assigned : (entry.transition != null ? words.transitions : words.kinds)[name];
  return words.sentence(actorOf(entry.actor, place), `${what ?? named(name)}${aboutWhom(entry, place)}`);
}

/** The same, with the reason the server recorded for it. */
export function tellWhy(entry: TimelineEntry, place: Workplace): string {
  return entry.reason ? `${tell(entry, place)} ${words.because(strings.told.codes[entry.reason] ?? strings.told.handOut(entry.reason))}` : tell(entry, place);
}

/** To whom it went, which level, which tags: the ids, enums and counts of a fact that a reader wants. */
function aboutWhom({ kind, detail, actor }: TimelineEntry, place: Workplace): string {
  const given = detail ?? {};
  const to = given['receiver'] ?? given['responder'];
  if (typeof to === 'string' && to !== actor) return words.to(to === place.user.id ? words.you : actorOf(to, place));
  const level = given['level'];
  if (typeof level === 'string' && Object.hasOwn(strings.risk, level)) return words.became(strings.risk[level as keyof typeof strings.risk]);
  const tags = given['tags'];
  // An ending names the tags too; that is no news.
  if (kind === 'tags' && typeof tags === 'string') return words.became(tags.split(',').join(', ') || '–');
  const status = given['status'];
  if (typeof status === 'string' && Object.hasOwn(strings.escalation.status, status)) {
    return words.became(strings.escalation.status[status as keyof typeof strings.escalation.status]);
  }
  const confirmed = given['confirmed'];
  if (confirmed != null) return words.became(Number(confirmed) === 1 ? words.yes : words.no);
  const plain = given['flag'] ?? given['timer'] ?? given['step'] ?? given['hook'];
  return typeof plain === 'string' ? ` (${named(plain)})` : '';
}

/** A code in words; one that this console does not know yet, as it is. */
const named = (code: string): string => strings.told.codes[code] ?? code.replaceAll('_', ' ');

/** What people wrote in the course of it, each with what it is; phrases that raised a risk have names that say nothing. */
export function quotes({ words: said }: TimelineEntry): { label: string | null; text: string }[] {
  return Object.entries(said ?? {}).map(([name, text]) => ({ label: words.words[name] ?? null, text }));
}
