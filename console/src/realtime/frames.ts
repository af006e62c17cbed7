import type { MessageStatus } from '../api/types';

/** What the server pushes. Frames tell that something happened, never what was written. */
export type ServerFrame =
  | { type: 'subscribed'; room: string }
  | { type: 'refused'; room: string; code: string }
  | { type: 'pong' }
  | { type: 'fact'; room: string; conversationId: string; seq: number; kind: string; at: string }
  | { type: 'delivery'; room: string; conversationId: string; seq: number; status: MessageStatus }
  /** The texter of a web chat is writing. */
  | { type: 'typing'; room: string; conversationId: string }
  | { type: 'queue'; room: string; programId: string }
  | { type: 'owned'; room: string; conversationId: string }
  | { type: 'alert'; room: string; id: string; kind: string; level: 'page' | 'notice'; programId: string | null; conversationId: string | null };

/** The frame in `data`, or null for anything this console does not know (a later server may say more). */
export function parseFrame(data: unknown): ServerFrame | null {
  let frame: Record<string, unknown>;
  try {
    frame = JSON.parse(String(data)) as Record<string, unknown>;
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null) return null;
  const type = String(frame['type']);
  if (!Object.hasOwn(FIELDS, type)) return null;
  for (const [name, kind] of Object.entries(FIELDS[type as ServerFrame['type']])) {
    if (typeof frame[name] !== kind && !(kind === 'string or null' && mayBeText(frame[name]))) return null;
  }
  return frame as ServerFrame;
}

const mayBeText = (value: unknown): boolean => value === null || typeof value === 'string';

const FIELDS: { [T in ServerFrame['type']]: Record<string, 'string' | 'number' | 'string or null'> } = {
  subscribed: { room: 'string' },
  refused: { room: 'string', code: 'string' },
  pong: {},
  fact: { room: 'string', conversationId: 'string', seq: 'number', kind: 'string', at: 'string' },
  delivery: { room: 'string', conversationId: 'string', seq: 'number', status: 'string' },
  typing: { room: 'string', conversationId: 'string' },
  queue: { room: 'string', programId: 'string' },
  owned: { room: 'string', conversationId: 'string' },
  alert: { room: 'string', id: 'string', kind: 'string', level: 'string', programId: 'string or null', conversationId: 'string or null' },
};
