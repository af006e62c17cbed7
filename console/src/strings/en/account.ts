/** One's own account, and the page of who has no work with texters. */

import type { SessionEntry, User } from '../../api/types';

export const account = {
  account: {
    open: (name: string) => `${name}: your account`,
    link: 'Account',
    heading: 'Your account',
    loading: 'Loading…',
    loadFailed: 'Your account could not be loaded.',
    about: 'You',
    name: 'Name',
    nameHint: 'Your colleagues see it, within seconds. Texters do not.',
    nameMissing: 'Type a name.',
    saveName: 'Save the name',
    email: 'Email',
    role: 'Role',
    roles: {
      responder: 'Responder', supervisor: 'Supervisor', admin: 'Admin', outreach: 'Outreach', platform_admin: 'Platform admin',
    } satisfies Record<User['role'], string>,
    password: 'Password',
    current: 'Password so far',
    currentWrong: 'That is not your password.',
    currentMissing: 'Type your password so far.',
    changePassword: 'Change the password',
    passwordLead: 'You stay signed in here, and are signed out everywhere else.',
    program: 'Where you work now',
    programLead: 'The queue and “Help the next texter” keep to it. Conversations that are yours stay yours.',
    programLabel: 'Program',
    everyProgram: 'All your programs',
    sessions: 'Where you are signed in',
    here: 'This one',
    device: (device: string) => (device === 'unknown' ? 'Unknown device' : device),
    media: {
      password: 'by password', email_code: 'by a code, by email', sms_code: 'by a code, by text message', link: 'by a link', invitation: 'by invitation',
    } satisfies Record<SessionEntry['medium'], string>,
    since: 'since',
    seen: 'last seen',
    end: 'Sign out',
    endOf: (device: string) => `Sign out: ${device}`,
    endOthers: 'Sign out everywhere else',
    alone: 'You are signed in nowhere else.',
    working: 'One moment…',
    done: {
      rename: 'Your name is saved.',
      password: 'Your password is changed. You were signed out everywhere else.',
      end: 'Signed out there.',
      'end-others': 'You are signed out everywhere else.',
      program: 'Saved.',
    },
    narrowed: (program: string) => `You see only ${program} just now.`,
    change: 'Change',
  },
  lobby: {
    heading: (name: string) => `Hello ${name}`,
    signedIn: (role: string) => `You are signed in as ${role}.`,
    outreach: [
      'This console is for talking with texters and watching over the line, which outreach does not do: there are no conversations for you to see here.',
      'Messages to colleagues, announcements and files are open to you through the API. The console has no pages for them yet.',
    ],
    platform_admin: [
      'This console is for talking with texters and watching over the line. Conversations belong to affiliates and are not yours to see.',
      'Affiliates, their settings and their people are under Affiliates. Access in an emergency goes through the API and the holdfast command.',
    ],
    here: 'What you can do here is look after your account: your name, your password, and where you are signed in.',
    button: 'Your account',
  },
} as const;
