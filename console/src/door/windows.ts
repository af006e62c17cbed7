/** The part of `BroadcastChannel` this needs. */
export type Channel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>;

const NAME = 'holdfast.session';

/** `in`: somebody signed in, or goes on in another session. `out`: somebody signed out for all. */
export type News = 'in' | 'out';

/**
 * The other windows of this browser, which share its cookies. That somebody signed in or out is all they are told; who
 * it is they ask the server.
 */
export class Windows {
  readonly #channel: Channel | null;

  /** Where windows cannot talk, each finds out with its next call. */
  constructor(onNews: (news: News) => void, open = (): Channel | null => ('BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null)) {
    this.#channel = open();
    this.#channel?.addEventListener('message', ({ data }: MessageEvent) => onNews(data === 'out' ? 'out' : 'in'));
  }

  tell(news: News): void {
    this.#channel?.postMessage(news);
  }

  close(): void {
    this.#channel?.close();
  }
}

/** Work that only one window of the browser does at a time; where they cannot agree, the server copes. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  const { locks } = navigator as { locks?: LockManager };
  return locks === undefined ? work() : ((await locks.request(NAME, work)) as T);
}
