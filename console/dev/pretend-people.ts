/** Who works on the pretend line, what they say of themselves, and what they are called for. All of it is made up. */

import { randomUUID } from 'node:crypto';
import type { Alert, ResponderStatus, User } from '../src/api/types.ts';

export const PASSWORD = 'pretend-password';
export const NIGHT = { id: 'program-1', name: 'Night line' };
export const CAMPUS = { id: 'program-2', name: 'Campus line' };

export interface PretendUser extends User {
  email: string;
  limit: number;
  languages: ResponderStatus['languages'];
  state: ResponderStatus['state'];
}

const person = (id: string, name: string, role: User['role'], programIds: string[], more: Partial<PretendUser> = {}): PretendUser => ({
  id, name, role, affiliateId: 'affiliate-1', programIds, email: `${name.split(' ')[0]?.toLowerCase()}@pretend.example`, limit: 5, languages: ['en'],
  state: 'available', ...more,
});

export class PretendPeople {
  readonly all: PretendUser[] = [
    person('responder-1', 'Robin Aldana', 'responder', [NIGHT.id]),
    person('responder-2', 'Sam Okafor', 'responder', [NIGHT.id, CAMPUS.id], { limit: 4, languages: ['en', 'es'] }),
    person('responder-3', 'Ines Moreau', 'responder', [NIGHT.id], { state: 'gone', limit: 3 }),
    person('supervisor-1', 'Vera Lindqvist', 'supervisor', [NIGHT.id, CAMPUS.id]),
    person('outreach-1', 'Olga Marin', 'outreach', [NIGHT.id]),
    person('platform-1', 'Petra Novak', 'platform_admin', [], { affiliateId: null }),
    person('admin-1', 'Ada Boateng', 'admin', [NIGHT.id, CAMPUS.id]),
  ];
  readonly alerts: { alert: Alert; to: string | null }[] = [];

  byId(id: string): PretendUser | undefined {
    return this.all.find((one) => one.id === id);
  }

  status(one: PretendUser, load: number, longestUnansweredSeconds: number | null = null): ResponderStatus {
    const { id, name, role, state, limit, programIds, languages } = one;
    return { id, name, role, state, load, limit, longestUnansweredSeconds, lastSeenAt: new Date().toISOString(), programIds, languages };
  }

  /** Calls one member of staff, or (null) the program's supervisors. Returns the frame and the rooms to say it in. */
  call(to: string | null, about: Omit<Alert, 'id' | 'at' | 'acknowledgedBy'>): { rooms: string[]; frame: Record<string, unknown> } {
    const alert: Alert = { ...about, id: randomUUID(), at: new Date().toISOString(), acknowledgedBy: null };
    this.alerts.unshift({ alert, to });
    const { id, kind, level, programId, conversationId } = alert;
    return { rooms: [to === null ? `program:${programId}` : `user:${to}`], frame: { type: 'alert', id, kind, level, programId, conversationId } };
  }

  alertsFor(user: PretendUser): Alert[] {
    const mine = (to: string | null): boolean => (to === null ? user.role === 'supervisor' : to === user.id);
    return this.alerts.filter(({ to }) => mine(to)).map(({ alert }) => alert);
  }
}
