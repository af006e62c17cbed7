import type { FieldProblem, Problem, State } from './types';

/**
 * Every way a call can fail, in one type.
 *
 * `code` is the problem document's stable code, or one of ours: `network` (no answer came, so whether the
 * call took effect is unknown) and `unreadable` (an answer came that is not a problem document).
 * `status` is the HTTP status, 0 for `network`. `retryAfterSeconds` is the server's wait, if it named one.
 */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly state: State | null;
  readonly requestId: string;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, problem: Partial<Problem>, retryAfterSeconds: number | null = null) {
    super(problem.code ?? 'unreadable');
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'unreadable';
    this.detail = problem.detail ?? problem.title ?? '';
    this.fields = problem.errors ?? [];
    this.state = problem.state ?? null;
    this.requestId = problem.requestId ?? '';
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The call may have taken effect although no answer says so. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Wraps whatever a `catch` caught, so that callers handle one type. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, { code: 'network' });
}

/** Reads a failed answer. Never throws: a body that is no problem document becomes `unreadable`. */
export async function readProblem(answer: Response): Promise<ApiError> {
  let problem: Partial<Problem> = {};
  if ((answer.headers.get('Content-Type') ?? '').startsWith('application/problem+json')) {
    problem = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  }
  const requestId = problem.requestId || answer.headers.get('X-Request-ID') || '';
  return new ApiError(answer.status, { ...problem, requestId }, retryAfter(answer.headers.get('Retry-After')));
}

/** Seconds from a Retry-After header, which is either a number or a date. */
function retryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
