// What a phone sends, until the carrier lists it.

import { text } from "./carrier.js";

function newSid(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class Outbox {
  /** Own texts the carrier has not listed (yet): sid → item of its list's shape, `problem` saying why not. */
  #pending = new Map();

  /** `changed` is called whenever there is something new to show. */
  constructor(changed) {
    this.changed = changed;
  }

  /** What is pending of a thread. */
  of(number, line) {
    return [...this.#pending.values()].filter((item) => item.from === number && item.to === line);
  }

  /** The carrier's list has these. */
  listed(items) {
    for (const item of items) this.#pending.delete(item.sid);
  }

  /** `line` is `{number, provider}`; without a signal the text waits. */
  async send({ number, line, body, mediaUrls = [], signal }) {
    const item = {
      sid: newSid(mediaUrls.length ? "MM" : "SM"), provider: line.provider, from: number, to: line.number, body,
      mediaUrls, direction: "inbound", status: signal ? "receiving" : "waiting", at: new Date().toISOString(),
    };
    this.#pending.set(item.sid, item);
    this.changed();
    if (signal) await this.#leave(item);
  }

  /** The signal is back: what waited leaves, in its order. */
  async leave() {
    for (const item of [...this.#pending.values()].filter((one) => one.status === "waiting")) {
      item.status = "receiving";
      await this.#leave(item);
    }
  }

  async #leave(item) {
    const { sid, provider, from, to, body, mediaUrls } = item;
    const media = mediaUrls.length ? { mediaUrls } : {};
    item.problem = await text({ sid, provider, from, to, body, ...media });
    this.changed();
  }
}
