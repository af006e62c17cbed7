import type { Signal } from '@preact/signals';
import type { User } from '../api/types';
import type { PresenceState, ServerFrame } from '../realtime/frames';
import type { OpenConversation } from './open-conversation';
import type { Watch } from './watch';

/** What a workplace does about what it hears. */
export interface Ears {
  user: User;
  open: Signal<readonly OpenConversation[]>;
  /** Which conversations are there has changed. */
  reread: () => void;
  onQueue: () => void;
  onAlert: () => void;
  onPresence: (userId: string, state: PresenceState, at: string) => void;
  /** What was said in one's own room may have been missed. */
  onOwnRoom: () => void;
  /** Somebody spoke of a conversation that is not on the desk. */
  look: (id: string) => void;
}

/** What pushed frames mean, and what to ask for where none can arrive. */
export class Hearing {
  readonly #watch: Watch;
  readonly #ears: Ears;

  constructor(watch: Watch, ears: Ears) {
    this.#watch = watch;
    this.#ears = ears;
  }

  hear(frame: ServerFrame): void {
    const { user, open, onQueue, onAlert, onPresence, look } = this.#ears;
    if (frame.type === 'queue') onQueue();
    if (frame.type === 'alert') onAlert();
    if (frame.type === 'owned') look(frame.conversationId);
    if (frame.type === 'presence') onPresence(frame.userId, frame.state, frame.at);
    if (frame.type === 'refused' || frame.type === 'unsubscribed') this.#refreshRoom(frame.room, false);
    if (frame.type !== 'fact' && frame.type !== 'delivery' && frame.type !== 'typing') return;
    const one = open.value.find((other) => other.id === frame.conversationId);
    if (frame.type === 'typing') {
      one?.typing.heard();
      return;
    }
    if (frame.type === 'delivery') {
      one?.thread.deliver(frame.seq, frame.status);
      return;
    }
    if (one === undefined) {
      // Something happened to a conversation that is not on the desk: only our own room tells of ones that are ours.
      if (frame.room === `user:${user.id}`) look(frame.conversationId);
      return;
    }
    if (one.standing.value === 'gone') return;
    // A whisper is a fact of its own kind, and is read as a message.
    const written = frame.kind === 'message' || frame.kind === 'note';
    if (written) one.thread.announce(frame.seq, 'message');
    else if (frame.seq > one.conversation.value.version) void this.catchUp(one);
    else void this.#watch.run(one.history.refresh);
  }

  /** Reads how it stands now, and what led there. One that is no longer ours is not listened to any more. */
  async catchUp(one: OpenConversation): Promise<void> {
    await this.#watch.run(one.refresh);
    if (!this.#ears.open.value.includes(one)) return;
    if (one.standing.value === 'gone') return this.#watch.unsubscribe(`conversation:${one.id}`);
    this.#watch.subscribe(`conversation:${one.id}`);
    one.thread.announce(one.conversation.value.version, 'turn');
    await this.#watch.run(one.history.refresh);
  }

  /** What was said in a room before it is heard must be asked for. */
  resync(room: string): void {
    if (room.startsWith('user:')) this.#ears.reread();
    else if (room.startsWith('program:')) this.#ears.onQueue();
    else this.#refreshRoom(room, true);
    if (!room.startsWith('conversation:')) this.#ears.onAlert();
    if (room.startsWith('user:')) this.#ears.onOwnRoom();
  }

  /** Asks for whatever no push would bring just now. */
  poll(): void {
    const { user, open, reread, onQueue, onAlert, onOwnRoom } = this.#ears;
    if (this.#watch.deaf(`user:${user.id}`)) {
      reread();
      onAlert();
      onOwnRoom();
    }
    if (user.programIds.some((id) => this.#watch.deaf(`program:${id}`))) onQueue();
    for (const one of open.value) {
      if (one.standing.value === 'closed' || one.standing.value === 'gone' || !this.#watch.deaf(`conversation:${one.id}`)) continue;
      void one.thread.resync();
      void this.#watch.run(one.history.refresh);
      if (one.standing.value !== 'mine') void this.#watch.run(one.refresh);
    }
  }

  #refreshRoom(room: string, heard: boolean): void {
    const one = this.#ears.open.value.find((other) => `conversation:${other.id}` === room);
    if (one === undefined) return;
    if (heard) void one.thread.resync();
    void this.catchUp(one);
  }
}
