/** Short names for the wire shapes; the shapes themselves are generated into schema.ts. */

import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Tokens = Schemas['Tokens'];
export type Conversation = Schemas['Conversation'];
export type ConversationList = Schemas['ConversationList'];
export type Message = Schemas['Message'];
export type MessageList = Schemas['MessageList'];
export type MessageStatus = Message['status'];
export type Queue = Schemas['Queue'];
export type Problem = Schemas['Problem'];
export type RealtimeTicket = Schemas['RealtimeTicket'];
export type State = Schemas['State'];
