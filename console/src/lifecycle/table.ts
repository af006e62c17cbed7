// Generated from the lifecycle table by `make generate`: do not edit.

export type State = 'new' | 'queued' | 'assigned' | 'active' | 'transferred' | 'escalated_medical' | 'escalated_police' | 'wrap_up' | 'follow_up_scheduled' | 'follow_up_active' | 'closed' | 'expired' | 'failed';

export interface Standing { readonly terminal: boolean; readonly maySend: boolean; readonly meaning: string }

export const STANDINGS: Readonly<Record<State, Standing>> = {
  new: { terminal: false, maySend: false, meaning: "A message opened it; it is about to be routed" },
  queued: { terminal: false, maySend: false, meaning: "Waiting in its program's queue" },
  assigned: { terminal: false, maySend: false, meaning: "Given to a responder who has not started yet" },
  active: { terminal: false, maySend: true, meaning: "A responder and the texter are talking" },
  transferred: { terminal: false, maySend: true, meaning: "Offered to another responder; the sender keeps it until they accept" },
  escalated_medical: { terminal: false, maySend: true, meaning: "Medical help is being called" },
  escalated_police: { terminal: false, maySend: true, meaning: "The police are being called" },
  wrap_up: { terminal: false, maySend: true, meaning: "Coming to an end; the exit survey may be open" },
  follow_up_scheduled: { terminal: false, maySend: false, meaning: "A check-in is planned" },
  follow_up_active: { terminal: false, maySend: false, meaning: "The check-in was sent; an answer is awaited" },
  closed: { terminal: true, maySend: false, meaning: "Ended" },
  expired: { terminal: true, maySend: false, meaning: "Ran out of time, or its content was removed when its time was up" },
  failed: { terminal: true, maySend: false, meaning: "Its facts could not be applied; the texter gets a new conversation" },
};

export interface Transition {
  readonly sources: readonly State[];
  /** null: the state stays as it is. */
  readonly target: State | null;
  readonly actors: readonly string[];
}

export const TRANSITIONS: Readonly<Record<string, Transition>> = {
  route_message: { sources: ['new'], target: 'queued', actors: ['system'] },
  assign_responder: { sources: ['queued'], target: 'assigned', actors: ['responder', 'supervisor'] },
  timeout_expire: { sources: ['queued'], target: 'expired', actors: ['timer'] },
  start_conversation: { sources: ['assigned'], target: 'active', actors: ['responder'] },
  send_entry_survey: { sources: ['active'], target: null, actors: ['responder'] },
  transfer_to_responder: { sources: ['active'], target: 'transferred', actors: ['responder'] },
  accept_transfer: { sources: ['transferred'], target: 'active', actors: ['receiver'] },
  reject_transfer: { sources: ['transferred'], target: 'active', actors: ['receiver', 'responder'] },
  transfer_timeout: { sources: ['transferred'], target: 'queued', actors: ['timer'] },
  return_to_queue: { sources: ['assigned', 'active'], target: 'queued', actors: ['responder', 'supervisor', 'timer'] },
  reassign: { sources: ['assigned', 'active', 'transferred', 'escalated_medical', 'escalated_police'], target: null, actors: ['supervisor', 'timer'] },
  escalate_to_medical: { sources: ['active'], target: 'escalated_medical', actors: ['responder'] },
  escalate_to_police: { sources: ['active'], target: 'escalated_police', actors: ['responder'] },
  resolve_escalation: { sources: ['escalated_medical'], target: 'active', actors: ['responder', 'supervisor'] },
  resolve_police_escalation: { sources: ['escalated_police'], target: 'active', actors: ['responder', 'supervisor'] },
  close_from_escalation: { sources: ['escalated_medical', 'escalated_police'], target: 'closed', actors: ['supervisor'] },
  begin_wrap_up: { sources: ['active'], target: 'wrap_up', actors: ['responder', 'timer'] },
  resume: { sources: ['wrap_up'], target: 'active', actors: ['responder', 'texter'] },
  schedule_follow_up: { sources: ['wrap_up'], target: 'follow_up_scheduled', actors: ['responder'] },
  trigger_follow_up: { sources: ['follow_up_scheduled'], target: 'follow_up_active', actors: ['timer'] },
  cancel_follow_up: { sources: ['follow_up_scheduled'], target: 'closed', actors: ['responder', 'supervisor', 'texter', 'timer'] },
  texter_returned: { sources: ['follow_up_scheduled', 'follow_up_active'], target: 'queued', actors: ['texter'] },
  close_from_active: { sources: ['active'], target: 'closed', actors: ['responder'] },
  close_from_wrap_up: { sources: ['wrap_up'], target: 'closed', actors: ['responder', 'timer'] },
  close_from_followup: { sources: ['follow_up_active'], target: 'closed', actors: ['responder', 'timer'] },
  end_by_texter: { sources: ['new', 'queued', 'assigned', 'active', 'transferred', 'wrap_up', 'follow_up_scheduled', 'follow_up_active'], target: 'closed', actors: ['texter'] },
  close_unworked: { sources: ['queued'], target: 'closed', actors: ['supervisor'] },
  retention_expire: { sources: ['closed', 'expired', 'failed'], target: 'expired', actors: ['timer'] },
  fail: { sources: ['new', 'queued', 'assigned', 'active', 'transferred', 'escalated_medical', 'escalated_police', 'wrap_up', 'follow_up_scheduled', 'follow_up_active'], target: 'failed', actors: ['system'] },
};

export const ESCALATED: readonly State[] = ['escalated_medical', 'escalated_police'];
