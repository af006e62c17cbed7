import type { MessageStatus } from '../api/types';

/** What one said of oneself, or that nothing is heard of one any more. */
export type PresenceState = 'available' | 'busy' | 'away' | 'gone';

/**
 * What the server pushes. Frames tell that something happened, never what was written. Those of a room's log have its
 * `seq`, and may come again with `missed` after one was away.
 */
export type ServerFrame =
  | { type: 'subscribed'; room: string; seq?: number; missed?: unknown[] }
  /** As `subscribed`, but what happened before is not to be had any more. */
  | { type: 'reset'; room: string; seq: number }
  /** With a reason where nobody asked for it: this room is not ours to hear any more. */
  | { type: 'unsubscribed'; room: string; reason?: string }
  | { type: 'refused'; room: string; code: string }
  | { type: 'pong' }
  /** The server is about to hang up: what we may hear has changed, or the session is over. */
  | { type: 'cut'; reason: string }
  | { type: 'fact'; room: string; conversationId: string; seq: number; kind: string; at: string }
  | { type: 'delivery'; room: string; conversationId: string; seq: number; status: MessageStatus }
  /** The texter of a web chat is writing. */
  | { type: 'typing'; room: string; conversationId: string }
  | { type: 'queue'; room: string; programId: string }
  | { type: 'presence'; room: string; programId: string; userId: string; state: PresenceState; at: string }
  | { type: 'owned'; room: string; seq?: number; conversationId: string }
  | { type: 'alert'; room: string; seq?: number; id: string; kind: string; level: 'page' | 'notice'; programId: string | null; conversationId: string | null }
  | { type: 'dm'; room: string; seq?: number; threadId: string; messageId: string; from: string }
  | { type: 'announcement'; room: string; seq?: number; announcementId: string; scope: string; programId: string };

/** Frames that a room keeps in its log. */
export type LoggedFrame = Extract<ServerFrame, { type: 'owned' | 'alert' | 'dm' | 'announcement' }>;

export function isLogged(frame: ServerFrame): frame is LoggedFrame & { seq: number } {
  return LOGGED.has(frame.type) && typeof (frame as LoggedFrame).seq === 'number';
}

/** The frame in `data`, or null for anything this console does not know (a later server may say more). */
export function parseFrame(data: unknown): ServerFrame | null {
  try {
    return frameOf(JSON.parse(String(data)));
  } catch {
    return null;
  }
}

/** The frame that a parsed value is, or null. */
export function frameOf(value: unknown): ServerFrame | null {
  if (typeof value !== 'object' || value === null) return null;
  const frame = value as Record<string, unknown>;
  const type = String(frame['type']);
  if (!Object.hasOwn(FIELDS, type)) return null;
  for (const [name, kind] of Object.entries(FIELDS[type as ServerFrame['type']])) {
    if (!IS[kind](frame[name])) return null;
  }
  return frame as ServerFrame;
}

type Kind = 'string' | 'number' | 'string or null' | 'string or absent' | 'number or absent' | 'list or absent';

const IS: Record<Kind, (value: unknown) => boolean> = {
  'string': (value) => typeof value === 'string',
  'number': (value) => typeof value === 'number',
  'string or null': (value) => value === null || typeof value === 'string',
  'string or absent': (value) => value === undefined || typeof value === 'string',
  'number or absent': (value) => value === undefined || typeof value === 'number',
  'list or absent': (value) => value === undefined || Array.isArray(value),
};

const LOGGED: ReadonlySet<string> = new Set<LoggedFrame['type']>(['owned', 'alert', 'dm', 'announcement']);

const FIELDS: { [T in ServerFrame['type']]: Record<string, Kind> } = {
  subscribed: { room: 'string', seq: 'number or absent', missed: 'list or absent' },
  reset: { room: 'string', seq: 'number' },
  unsubscribed: { room: 'string', reason: 'string or absent' },
  refused: { room: 'string', code: 'string' },
  pong: {},
  cut: { reason: 'string' },
  fact: { room: 'string', conversationId: 'string', seq: 'number', kind: 'string', at: 'string' },
  delivery: { room: 'string', conversationId: 'string', seq: 'number', status: 'string' },
  typing: { room: 'string', conversationId: 'string' },
  queue: { room: 'string', programId: 'string' },
  presence: { room: 'string', programId: 'string', userId: 'string', state: 'string', at: 'string' },
  owned: { room: 'string', seq: 'number or absent', conversationId: 'string' },
  alert: { room: 'string', seq: 'number or absent', id: 'string', kind: 'string', level: 'string', programId: 'string or null', conversationId: 'string or null' },
  dm: { room: 'string', seq: 'number or absent', threadId: 'string', messageId: 'string', from: 'string' },
  announcement: { room: 'string', seq: 'number or absent', announcementId: 'string', scope: 'string', programId: 'string' },
};
