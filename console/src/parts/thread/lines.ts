/** A thread as it is read: messages and what happened, in order, put into groups, days and chunks. */

import type { Message, TimelineEntry } from '../../api/types';
import { surveysIn, type Ended, type Part } from './surveys';

/** Who speaks, as far as the look goes. */
export type Side = 'texter' | 'mine' | 'other' | 'holdfast' | 'note';

interface Common {
  key: string;
  seq: number;
  at: string;
  /** Of the first line of a day: its name. */
  day: string | null;
  /** What comes from here on is new since the reader last looked. */
  fresh: boolean;
}

/** A message. `first` and `last` of what one author wrote in one go. */
export interface Said extends Common {
  message: Message;
  side: Side;
  author: string;
  first: boolean;
  last: boolean;
  part: Part | null;
}

/** Something that happened. */
export interface Told extends Common {
  text: string;
  /** The transition, or the kind of fact. */
  name: string;
}

export type Line = Said | Told;

/** Lines that are laid out together; those out of sight are not. */
export interface Chunk {
  key: number;
  lines: readonly Line[];
}

export interface Telling {
  me: string;
  /** Whoever wrote a message, as a reader would call them. */
  authorOf: (message: Message) => string;
  tell: (turn: TimelineEntry) => string;
  tellEnd: (survey: Ended) => string;
  dayOf: (at: string) => string;
}

/** Facts that lie this close by their numbers share a chunk: one that is there never becomes another one. */
const CHUNK = 32;
/** What one author writes within two minutes belongs together. */
const TOGETHER_MS = 120_000;

/** Remembers how a thread was read, so that what did not change stays the very same object and need not be drawn again. */
export class Lines {
  #lines = new Map<string, Line>();
  #chunks = new Map<number, Chunk>();
  readonly #days = new Map<string, string>();

  read(entries: readonly TimelineEntry[], messages: readonly Message[], newSince: number | null, telling: Telling): readonly Chunk[] {
    const { parts, ends } = surveysIn(entries);
    const told: Told[] = [
      ...entries.filter(isTurn).map((turn) => toldOf(`turn ${turn.seq}`, turn, telling.tell(turn), turn.transition ?? turn.kind)),
      ...ends.map((end) => toldOf(`survey ${end.seq}`, end, telling.tellEnd(end), 'survey')),
    ].sort((a, b) => a.seq - b.seq);
    const lines = merged(told, messages.map((message) => saidOf(message, telling, parts.get(message.seq) ?? null)));
    this.#arrange(lines, newSince, telling);
    return this.#keep(lines);
  }

  /** Days, groups, and where the new begins. */
  #arrange(lines: Line[], newSince: number | null, { me, dayOf }: Telling): void {
    let before: Line | null = null;
    let day = '';
    let marked = newSince === null;
    for (const line of lines) {
      const today = this.#dayOf(line.at, dayOf);
      line.day = today === day ? null : today;
      day = today;
      if (!marked && 'message' in line && line.seq > (newSince ?? 0) && line.message.senderId !== me && line.side !== 'holdfast') {
        line.fresh = marked = true;
      }
      if ('message' in line) {
        line.first = before === null || line.day !== null || line.fresh || !belongs(before, line);
        if (before !== null && 'message' in before) before.last = line.first;
      }
      before = line;
    }
  }

  #dayOf(at: string, dayOf: Telling['dayOf']): string {
    // Naming a day is dear, and there are thousands of messages: within a minute it is the same, wherever one is.
    const minute = at.slice(0, 16);
    const known = this.#days.get(minute) ?? dayOf(at);
    this.#days.set(minute, known);
    return known;
  }

  #keep(lines: readonly Line[]): readonly Chunk[] {
    const kept = new Map<string, Line>();
    const byChunk = new Map<number, Line[]>();
    for (const line of lines) {
      const known = this.#lines.get(line.key);
      const one = known !== undefined && isSame(known, line) ? known : line;
      kept.set(line.key, one);
      const key = Math.floor(line.seq / CHUNK);
      const chunk = byChunk.get(key);
      if (chunk === undefined) byChunk.set(key, [one]);
      else chunk.push(one);
    }
    this.#lines = kept;
    const chunks = [...byChunk].map(([key, inside]) => {
      const known = this.#chunks.get(key);
      const same = known !== undefined && known.lines.length === inside.length && known.lines.every((line, at) => line === inside[at]);
      return same ? known : { key, lines: inside };
    });
    this.#chunks = new Map(chunks.map((chunk) => [chunk.key, chunk]));
    return chunks;
  }
}

const saidOf = (message: Message, { me, authorOf }: Telling, part: Part | null): Said => ({
  key: `message ${message.seq}`, seq: message.seq, at: message.at, day: null, fresh: false,
  message, side: sideOf(message, me), author: authorOf(message), first: true, last: true, part,
});

const toldOf = (key: string, { seq, at }: { seq: number; at: string }, text: string, name: string): Told => ({
  key, seq, at, day: null, fresh: false, text, name,
});

function sideOf(message: Message, me: string): Side {
  if (message.direction === 'inbound') return 'texter';
  if (message.direction === 'note') return 'note';
  if (message.senderId === null) return 'holdfast';
  return message.senderId === me ? 'mine' : 'other';
}

function belongs(before: Line, line: Said): boolean {
  if (!('message' in before) || before.side !== line.side || before.message.senderId !== line.message.senderId) return false;
  if (before.part !== null || line.part !== null) return false;
  return Date.parse(line.at) - Date.parse(before.at) <= TOGETHER_MS;
}

/**
 * What counts as a turn of the conversation: who had it, and how it went on. The rest is told in its history; so is
 * the start that comes in one step with being taken.
 */
function isTurn(entry: TimelineEntry, index: number, all: readonly TimelineEntry[]): boolean {
  if (entry.transition == null || entry.transition === 'route_message') return false;
  const before = all[index - 1];
  return !(entry.transition === 'start_conversation' && before?.transition === 'assign_responder' && before.actor === entry.actor);
}

/** By number; a turn comes before a message of the same number, as it made the message possible. Both are in order. */
function merged(told: readonly Told[], said: readonly Said[]): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const one of said) {
    for (let next = told[at]; next !== undefined && next.seq <= one.seq; next = told[++at]) lines.push(next);
    lines.push(one);
  }
  return [...lines, ...told.slice(at)];
}

/** Whether two readings of a line look the same; a message that did not change is the same object. */
function isSame(a: Line, b: Line): boolean {
  const [left, right] = [a, b] as [Line & Partial<Said & Told>, Line & Partial<Said & Told>];
  return (
    left.message === right.message && left.day === right.day && left.fresh === right.fresh && left.first === right.first && left.last === right.last &&
    left.author === right.author && left.text === right.text && left.name === right.name && JSON.stringify(left.part) === JSON.stringify(right.part)
  );
}
