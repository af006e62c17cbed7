import { signal } from '@preact/signals';
import type { Transport } from '../api/transport';
import { Growing } from '../beside/growing';
import type { AuditEntry } from './telling';

/** What the list is narrowed to; empty for no narrowing. `from` and `to` are UTC moments. */
export interface Filter {
  from: string;
  to: string;
  actor: string;
  action: string;
  entity: string;
}

export const NO_FILTER: Filter = { from: '', to: '', actor: '', action: '', entity: '' };
const PAGE = 50;

/** What is on record, the latest first. */
export class Trail {
  readonly filter = signal<Filter>(NO_FILTER);
  readonly list: Growing<AuditEntry>;

  constructor(transport: Transport) {
    this.list = new Growing<AuditEntry>((cursor) => {
      const given = Object.entries(this.filter.peek()).filter(([, value]) => value !== '');
      return transport.call('get', '/api/audit', { query: { ...Object.fromEntries(given), limit: PAGE, ...(cursor === null ? {} : { cursor }) } });
    });
  }

  show(filter: Filter): Promise<void> {
    this.filter.value = filter;
    this.list.items.value = null;
    return this.list.load();
  }
}
