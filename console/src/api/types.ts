/** Short names for the wire shapes; the shapes themselves are generated into schema.ts. */

import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Tokens = Schemas['Tokens'];
export type Profile = Schemas['Profile'];
/** As one sees it oneself. */
export type OwnProfile = Schemas['OwnProfile'];
/** Somewhere one is signed in. */
export type SessionEntry = Schemas['SessionEntry'];
export type CurrentSession = Schemas['CurrentSession'];
export type Conversation = Schemas['Conversation'];
export type ConversationList = Schemas['ConversationList'];
export type Message = Schemas['Message'];
export type MessageList = Schemas['MessageList'];
export type MessageStatus = Message['status'];
export type Channel = Conversation['channel'];
/** One of the affiliate's lines, and how its carrier is. */
export type Provider = Schemas['Provider'];
export type Language = NonNullable<Conversation['language']>;
/** What one should know at a glance. */
export type Flag = NonNullable<Conversation['flags']>[number];
/** An earlier conversation of the same texter, without a word of it. */
export type EarlierConversation = Schemas['EarlierConversation'];
export type Block = Schemas['Block'];
export type Queue = Schemas['Queue'];
/** What is wrong with one field; what has no code comes without one. */
export type FieldProblem = Omit<Schemas['ProblemField'], 'code'> & { code?: string | null };
export type Problem = Omit<Schemas['Problem'], 'errors'> & { errors: FieldProblem[] | null };
export type RealtimeTicket = Schemas['RealtimeTicket'];
export type State = Schemas['State'];
export type RiskLevel = Conversation['riskLevel'];
export type Escalation = Schemas['Escalation'];
export type EscalationRecord = Schemas['EscalationRecord'];
export type EscalationEntry = Schemas['EscalationEntry'];
export type Urgency = Escalation['urgency'];
export type Summary = Schemas['Summary'];
export type DraftReply = Schemas['DraftReply'];
export type Timeline = Schemas['Timeline'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type QueueHealth = Schemas['QueueHealth'];
export type ProgramHealth = Schemas['ProgramHealth'];
export type ResponderStatus = Schemas['ResponderStatus'];
export type Presence = ResponderStatus['state'];
/** What one may say of oneself; `gone` is what others find out. */
export type ChosenPresence = Schemas['PresenceRequest']['state'];
export type Alert = Schemas['Alert'];
/** The rungs of the C-SSRS screen as the responder heard them, and whether within 48 hours. */
export type Ladder = Required<Schemas['LadderRequest']>;
