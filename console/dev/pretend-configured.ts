/** What the pretend affiliate begins with. All of it is made up. */

import { CAMPUS, NIGHT, PretendPeople } from './pretend-people.ts';

export type Fields = Record<string, unknown>;

const LONG = 'The line for students, teachers and families of all campuses north of the river, at night and on holidays';

const programs: Fields[] = [
  { ...NIGHT, description: 'Everybody, every night.', shortCode: '+12025550101', channel: 'twilio', zone: 'America/New_York', hours: null, timers: {} },
  { ...CAMPUS, description: LONG, shortCode: '+12025550102', channel: 'twilio', zone: 'America/Chicago', hours: { week: { monday: ['18:00-23:00'] } }, timers: {} },
  { id: 'program-3', name: 'Harvest helpline', description: '', shortCode: '', channel: 'twilio', zone: null, hours: null, timers: {}, active: false },
];

const NAMES = ['Amara Diallo', 'Björn Åkesson', 'Chidi Eze', 'Dalia Haddad', 'Emre Yılmaz', 'Fatima Zahra Benali', 'Giulia De Santis', 'Hana Kobayashi', 'Ivo Petrov', 'José Ángel Núñez Villaseñor'];

const users: Fields[] = [
  ...new PretendPeople().all.filter((one) => one.affiliateId !== null).map(({ id, name, role, programIds, email, limit, languages }) => (
    { id, name, role, programIds, email, maxConcurrent: limit, phone: null, languages })),
  ...Array.from({ length: 34 }, (_, place) => {
    const name = place === 33 ? 'Maximiliane-Alexandrina von und zu Hohenstein-Wittelsbacher the Younger' : `${NAMES[place % 10]}${place < 10 ? '' : ` ${Math.floor(place / 10) + 1}`}`;
    return { name, role: place % 9 === 8 ? 'supervisor' : 'responder', programIds: place % 3 === 0 ? [] : [place % 2 === 0 ? NIGHT.id : CAMPUS.id], email: `helper${place}@pretend.example`, maxConcurrent: 3, phone: null, languages: place % 4 === 0 ? ['en', 'es'] : ['en'], active: place !== 7 };
  }),
];

export const SEEDS: Record<string, Fields[]> = {
  affiliates: [
    { id: 'affiliate-1', name: 'Harbor Crisis Line', contactEmail: 'office@pretend.example', region: 'Harbor county' },
    { id: 'affiliate-2', name: 'Lakeside Listening', contactEmail: null, region: '' },
    { id: 'affiliate-3', name: 'The long-standing association for listening at night in all valleys', contactEmail: 'night@pretend.example', region: 'North', active: false },
  ],
  programs,
  users,
  keywords: [
    { programId: NIGHT.id, keyword: 'NOW', opens: null, boostSeconds: 600 },
    { programId: NIGHT.id, keyword: 'CAMPUS', opens: CAMPUS.id, boostSeconds: 0 },
  ],
  tags: [
    { name: 'family', description: 'Parents, siblings, children: anything at home.', programIds: [] },
    { name: 'exam-stress', description: '', programIds: [CAMPUS.id] },
    { name: 'loneliness', description: 'Says that nobody is there.', programIds: [] },
  ],
  'canned-responses': [
    { title: 'Welcome back', text: 'I am {responder}, and I am glad you wrote to {line} again.', programIds: [], language: 'en', shortcut: 'back', tags: ['opening'], segments: 1 },
    { title: 'We open again', text: 'We open again {opens}. If you are in danger now, please call 911.', programIds: [CAMPUS.id], language: 'en', shortcut: 'opens', tags: [], segments: 1 },
    { title: 'Bienvenida', text: 'Soy {responder}, y me alegra que escribas.', programIds: [], language: 'es', shortcut: null, tags: [], segments: 1 },
  ],
  lines: [
    { id: 'twilio_12025550101', channel: 'twilio', number: '+12025550101', programId: NIGHT.id, account: 'AC01', standsFor: null, origins: [], perSecond: null, segmentPrice: 7900 },
    { id: 'aws_12025550170', channel: 'aws', number: '+12025550170', programId: NIGHT.id, account: 'aws-east', standsFor: 'twilio#+12025550101', origins: [], perSecond: 20, segmentPrice: null },
    { id: 'twilio_12025550102', channel: 'twilio', number: '+12025550102', programId: CAMPUS.id, account: 'AC01', standsFor: null, origins: [], perSecond: null, segmentPrice: null },
    { id: 'webchat_program_2', channel: 'webchat', number: CAMPUS.id, programId: CAMPUS.id, account: '', standsFor: null, origins: ['https://campus.example'], perSecond: null, segmentPrice: null },
  ],
  'provider-accounts': [
    { id: 'twilio_AC01', channel: 'twilio', account: 'AC01', description: 'Main account', credentials: ['authTokens'], credentialsSetAt: '2026-01-02T03:04:05Z' },
    { id: 'aws_aws-east', channel: 'aws', account: 'aws-east', description: '', credentials: [], credentialsSetAt: null },
  ],
  surveys: [],
  templates: [],
  texts: [],
};

export const SETTINGS: Fields = {
  retentionDays: 365, flags: {}, limits: {}, riskWords: [], riskPrototypes: [], adminsReadContent: true, textsNeedSecondPerson: false,
};
