/** Who a texter is by their number, and the files that colleagues brought: asked for only where somebody looks. */

import type { components } from './schema';
import type { Transport } from './transport';

type Schemas = components['schemas'];

export type Sender = Schemas['Sender'];
export type StaffFile = Schemas['File'];
export type RevealReason = NonNullable<Schemas['RevealRequest']['reason']>;

/** As much of the number as tells two texters apart. */
export const senderOf = (transport: Transport, id: string): Promise<Sender> => transport.call('get', '/api/conversations/{id}/sender', { id });

/** The whole number. Each call is put on record. */
export const revealed = async (transport: Transport, id: string, reason: RevealReason | null): Promise<string> =>
  (await transport.call('post', '/api/conversations/{id}/sender/reveal', { id, body: reason === null ? {} : { reason } })).number;

/** A conversation's files, the oldest first, over as many pages as it takes. */
export async function filesOf(transport: Transport, id: string): Promise<StaffFile[]> {
  const found: StaffFile[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 100 } : { limit: 100, cursor };
    const page: Schemas['FileList'] = await transport.call('get', '/api/conversations/{id}/files', { id, query });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** Where a file can be fetched for the next minutes. */
export const fileAt = async (transport: Transport, id: string): Promise<string | null> => (await transport.call('get', '/api/files/{id}', { id })).url ?? null;

/** A survey as it is set up now, with what its questions may be answered. */
export const surveyOf = (transport: Transport, id: string): Promise<Schemas['Survey']> => transport.call('get', '/api/surveys/{id}', { id });
