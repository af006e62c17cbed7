/** What a supervisor is shown of the pretend line: who waits for an answer, calls for help, and a day's figures. */

import type { components } from '../src/api/schema.ts';
import type { Escalation } from '../src/api/types.ts';
import { CAMPUS, NIGHT, type PretendUser } from './pretend-people.ts';
import { Refusal, type PretendWorld } from './pretend-world.ts';

type DayReport = components['schemas']['DayReport'];
type Waits = DayReport['waits'];

const MINUTE = 60_000;
const at = (moment: number): string => new Date(moment).toISOString();

/** From when others may confirm a call for the police, and when supervisors are reminded of any call. */
export const waitsFor = (type: Escalation['type'], opened: number): Pick<Escalation, 'secondFrom' | 'aloneFrom' | 'contacts' | 'reminderAt'> => ({
  secondFrom: type === 'police' ? at(opened + 3 * MINUTE) : null,
  aloneFrom: type === 'police' ? at(opened + 5 * MINUTE) : null,
  contacts: 0,
  reminderAt: at(opened + 10 * MINUTE),
});

/** Of a responder's texters, how long the one has waited who waits longest. */
export function longestUnanswered(world: PretendWorld, id: string): number | null {
  const since = world.ownedBy(id).flatMap(({ head }) => (head.unansweredSince === null ? [] : [Date.parse(head.unansweredSince)]));
  return since.length === 0 ? null : Math.round((Date.now() - Math.min(...since)) / 1000);
}

/** How many wrote in each hour, yesterday and today; the day lasts until three in the afternoon. */
const YESTERDAY = [3, 2, 1, 1, 0, 1, 2, 4, 6, 5, 7, 8, 9, 7, 6, 8, 9, 11, 12, 14, 13, 11, 9, 6];
const TODAY = [4, 3, 1, 0, 1, 0, 3, 5, 4, 8, 9, 6, 11, 8, 5];

/** A day like any other: the same figures each time, as if it were three in the afternoon. */
export function dayReport(_: PretendWorld, user: PretendUser, url: URL): DayReport {
  if (user.role !== 'supervisor' && user.role !== 'admin') throw new Refusal(403, 'forbidden', 'Not for you');
  const wanted = url.searchParams.get('programId');
  const programs = [NIGHT, CAMPUS].filter((one) => user.programIds.includes(one.id) && (wanted === null || one.id === wanted));
  if (programs.length === 0) throw new Refusal(404, 'not_found', 'There is no such program');
  const now = new Date();
  const day = url.searchParams.get('day') ?? at(now.getTime()).slice(0, 10);
  const begins = Date.parse(`${day}T05:00:00Z`);
  const lasts = url.searchParams.get('day') === null;
  const arrivals = lasts ? TODAY : YESTERDAY;
  const hours = YESTERDAY.map((before, hour) => ({ begins: at(begins + hour * 60 * MINUTE), waits: waits(arrivals[hour] ?? 0, hour), arrivalsBefore: before }));
  const total = arrivals.reduce((sum, count) => sum + count, 0);
  return {
    requestId: '', day, zone: 'America/New_York', begins: at(begins), ends: at(begins + 24 * 60 * MINUTE), madeAt: at(now.getTime()), programs, complete: true, hours,
    waits: { ...waits(total, 9), answers: { count: total - 4, medianSeconds: 148, p95Seconds: 655 } },
    inLine: { count: total - 4, medianSeconds: 96, p95Seconds: 540 },
    before: { ...waits(62, 8), answers: { count: 60, medianSeconds: 171, p95Seconds: 720 } },
    states: [
      { state: 'queued', count: 3 }, { state: 'active', count: 6 }, { state: 'transferred', count: 1 }, { state: 'escalated_police', count: 1 },
      { state: 'wrap_up', count: 2 }, { state: 'follow_up_scheduled', count: 5 },
    ],
    endings: [
      { ending: 'closed_by_responder', count: total - 24 }, { ending: 'closed_by_supervisor', count: 1 }, { ending: 'closed_by_timer', count: 6 },
      { ending: 'ended_by_texter', count: 3 }, { ending: 'expired', count: 1 },
    ],
    open: 13, escalationsMedical: 1, escalationsPolice: 1, handOffs: 4, returns: 2, optOuts: 2,
    surveyOutcome: { count: 19, meanChange: -1.8, better: 14, worse: 2, same: 3 },
  };
}

function waits(arrivals: number, hour: number): Waits {
  if (arrivals === 0) return { arrivals, answers: { count: 0, medianSeconds: null, p95Seconds: null }, decided: 0, inTime: 0 };
  const median = 60 + ((hour * 37) % 180);
  const inTime = Math.round(arrivals * (median > 180 ? 0.7 : 0.92));
  return { arrivals, answers: { count: arrivals, medianSeconds: median, p95Seconds: median * 3 + 40 }, decided: arrivals, inTime };
}

/** More of everything, for looking at: many texters and responders, long names, calls for help, and waits of all lengths. */
export function busy(world: PretendWorld): void {
  const campus = { programId: CAMPUS.id, programName: CAMPUS.name };
  world.people.all.push(
    ...(['Oluwaseun Adeyemi-Featherstonehaugh', 'Mei Tan', 'Jonas Weber', 'Priya Raman'] as const).map((name, index) => ({
      id: `responder-${index + 11}`, name, role: 'responder' as const, affiliateId: 'affiliate-1', programIds: [NIGHT.id, CAMPUS.id], email: `r${index}@pretend.example`,
      limit: 4, languages: ['en' as const], state: (['available', 'available', 'busy', 'away'] as const)[index] ?? 'available',
    })),
  );
  const owners = ['responder-11', 'responder-12', 'responder-13', 'responder-1'];
  const said = ['he took my phone, i write from the library', 'hola, necesito hablar con alguien', 'I failed again', 'are you still there?', 'everything is too loud', 'ok'];
  said.forEach((words, index) => {
    const owner = owners[index % owners.length] ?? 'responder-1';
    const one = world.arrive(words, index % 2 === 0 ? {} : campus, 50 - 7 * index);
    world.make(one, 'assign_responder', owner, {}, { responderId: owner });
    world.make(one, 'start_conversation', owner);
    Object.assign(one.head, { riskLevel: (['low', 'medium', 'low', 'high', 'low', 'low'] as const)[index], language: index === 1 ? 'es' : 'en', tags: index === 0 ? ['family', 'housing'] : [] });
    one.head.unansweredSince = index % 3 === 2 ? null : at(Date.now() - (index * 95 + 20) * 1000);
  });
  const ill = world.arrive('I took all of them', { riskLevel: 'critical', ...campus }, 21);
  world.make(ill, 'assign_responder', 'responder-12', {}, { responderId: 'responder-12' });
  world.make(ill, 'start_conversation', 'responder-12');
  const opened = Date.now() - 8 * MINUTE;
  world.make(ill, 'escalate_to_medical', 'responder-12', {}, {
    escalation: {
      id: 'escalation-2', type: 'medical', urgency: 'immediate', status: 'contacted', contactedService: 'County ambulance', referenceNumber: 'HF-1A2B3C4D', openedAt: at(opened),
      openedBy: 'responder-12', confirmedBy: null, hasLocation: false, mayConfirm: false, ...waitsFor('medical', opened), contacts: 2,
    },
  });
}
