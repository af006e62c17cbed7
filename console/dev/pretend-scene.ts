/** A night on the line, for looking at: texters who wait, and conversations in every state that staff see. */

import { waitsFor } from './pretend-floor.ts';
import { CAMPUS } from './pretend-people.ts';
import type { PretendConversation, PretendWorld } from './pretend-world.ts';

const campus = { programId: CAMPUS.id, programName: CAMPUS.name };

export function fill(world: PretendWorld): void {
  world.arrive('hi. is anyone there', { riskLevel: 'high', riskReasons: ['suicidal_ideation: “don’t want to wake up”'] }, 14);
  world.arrive('I cant sleep again and I keep thinking about the exam', {}, 9);
  world.arrive('hello?', { riskLevel: 'medium', ...campus }, 2);
  const talking = begun(world, 'my parents found out and I do not know where to go tonight', 'responder-2', 31);
  Object.assign(talking.head, { riskLevel: 'high', riskReasons: ['domestic_violence: “he will kill me”', 'immediate_crisis'], tags: ['family'] });
  world.say(talking, 'outbound', 'That sounds frightening. I am Sam, and I am glad you wrote. Are you safe right now?', 'responder-2');
  world.say(talking, 'inbound', 'I think so. I am at a friend’s but only until ten 😟');
  world.say(talking, 'note', 'There is a shelter on Fifth with room tonight.', world.supervisor.id);
  const police = begun(world, 'i have a knife', 'responder-2', 12);
  Object.assign(police.head, { riskLevel: 'critical', riskReasons: ['immediate_crisis: “i have a knife”'] });
  const openedAt = new Date(Date.now() - 90_000).toISOString();
  const escalation = {
    id: 'escalation-1', type: 'police', urgency: 'immediate', status: 'pending_confirmation', contactedService: null, referenceNumber: null, openedAt,
    openedBy: 'responder-2', confirmedBy: null, hasLocation: true, mayConfirm: false,
    ...waitsFor('police', Date.parse(openedAt)),
  } as const;
  world.make(police, 'escalate_to_police', 'responder-2', {}, { escalation: { ...escalation } });
  police.record = {
    requestId: '', ...escalation, escalationId: escalation.id,
    log: [{ at: openedAt, by: 'responder-2', status: 'pending_confirmation', location: '12 Harbour Street, second floor', service: null, note: null, outcome: null }],
  };
  world.call(null, police, 'escalated_police', 'page', 'Sam Okafor asks for the police: please confirm');
  world.call(null, talking, 'risk_high', 'notice', 'A texter is at high risk');
  const ending = begun(world, 'thank you so much', 'responder-2', 55);
  world.make(ending, 'begin_wrap_up', 'responder-2', {}, { survey: { surveyId: 'survey-exit', type: 'exit', question: 2 }, outcome: { entryScore: 8, exitScore: null, change: null } });
}

/** A texter somebody talks with already. */
function begun(world: PretendWorld, words: string, responderId: string, minutesAgo: number): PretendConversation {
  const one = world.arrive(words, {}, minutesAgo);
  world.make(one, 'assign_responder', responderId, { reason: 'waited longest', detail: { responder: responderId } }, { responderId });
  world.make(one, 'start_conversation', responderId);
  return one;
}
