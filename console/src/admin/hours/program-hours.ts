import { ApiError, asApiError } from '../../api/problem';
import type { Calls } from '../calls';
import type { Singles } from '../kinds';
import { Single } from '../single';
import { readOpening, writeOpening, type Opening } from './opening';

type Kept = Singles['/api/admin/hours/{programId}'][0];

/** A program's hours as the page has them. */
export interface HoursDoc extends Omit<Kept, 'hours'> {
  hours: Opening;
}

export interface HoursForm {
  zone: string | null;
  hours: Opening;
}

/** A program's hours: what is kept by names of days is edited as rows. */
export class ProgramHours extends Single<HoursDoc, HoursForm> {
  readonly #kept: Single<Kept, { zone: string | null; hours: Record<string, unknown> | null }>;

  constructor(calls: Calls, programId: string) {
    const path = `/api/admin/hours/${encodeURIComponent(programId)}`;
    super(calls, path);
    this.#kept = new Single(calls, path);
  }

  override async get(): Promise<HoursDoc> {
    return edited(await this.#kept.get());
  }

  override async change({ hours, ...fields }: Partial<HoursForm>, version: number): Promise<HoursDoc> {
    try {
      return edited(await this.#kept.change({ ...fields, ...(hours === undefined ? {} : { hours: writeOpening(hours) }) }, version));
    } catch (caught) {
      throw hours === undefined ? caught : byRow(asApiError(caught), hours);
    }
  }
}

const edited = (kept: Kept): HoursDoc => ({ ...kept, hours: readOpening(kept.hours) });

/** The server names a holiday by its date; on the page it is a row. */
function byRow(error: ApiError, { holidays }: Opening): ApiError {
  if (error.fields.length === 0) return error;
  const errors = error.fields.map(({ field, message }) => {
    const place = holidays.findIndex(({ day }) => field === `hours.holidays.${day}`);
    return { field: place < 0 ? field : `hours.holidays.${place}`, message };
  });
  return new ApiError(error.status, { code: error.code, detail: error.detail, requestId: error.requestId, errors }, error.retryAfterSeconds);
}
