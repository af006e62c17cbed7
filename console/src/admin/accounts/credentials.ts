/** What an account's credentials are made of, by channel: they are given and never shown. */

export type AccountChannel = 'twilio' | 'aws' | 'partner';

export interface CredentialField {
  /** As in the API. */
  name: 'authTokens' | 'topics' | 'configurationSet' | 'secrets' | 'url' | 'messagesUrl';
  /** `secrets`: the newest and the one before it. `list`: one a line. */
  kind: 'secrets' | 'list' | 'text';
  required: boolean;
}

export const FIELDS: Readonly<Record<AccountChannel, readonly CredentialField[]>> = {
  twilio: [{ name: 'authTokens', kind: 'secrets', required: true }],
  aws: [{ name: 'topics', kind: 'list', required: true }, { name: 'configurationSet', kind: 'text', required: false }],
  partner: [{ name: 'secrets', kind: 'secrets', required: true }, { name: 'url', kind: 'text', required: true }, { name: 'messagesUrl', kind: 'text', required: false }],
};

/** What was typed: of `secrets` the newest first, of the others one text. */
export type Typed = Readonly<Partial<Record<CredentialField['name'], readonly string[]>>>;

/** What is sent; nothing that was left empty. */
export function givenOf(channel: AccountChannel, typed: Typed): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const { name, kind } of FIELDS[channel]) {
    const values = (kind === 'list' ? (typed[name]?.[0] ?? '').split('\n') : (typed[name] ?? [])).map((one) => one.trim()).filter((one) => one !== '');
    if (values.length > 0) found[name] = kind === 'text' ? (values[0] ?? '') : values;
  }
  return found;
}

const SHORTEST_SECRET = 16;

export type CredentialFault = 'missing' | 'short';

/** What is wrong before it is sent, by field. */
export function wrongIn(channel: AccountChannel, typed: Typed): Map<string, CredentialFault> {
  const given = givenOf(channel, typed);
  const found = new Map<string, CredentialFault>();
  for (const { name, kind, required } of FIELDS[channel]) {
    const value = given[name];
    if (value === undefined) {
      if (required) found.set(name, 'missing');
    } else if (kind === 'secrets' && (value as string[]).some((one) => one.length < SHORTEST_SECRET)) found.set(name, 'short');
  }
  return found;
}
