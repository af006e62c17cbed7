// The texts of one phone with one line.

import { make } from "./elements.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });

function state(item) {
  if (item.direction === "outbound") return { kind: "received", words: "" };
  if (item.problem) return { kind: "failed", words: item.problem };
  switch (item.status) {
    case "waiting": return { kind: "sending", words: "waits for a signal" };
    case "receiving": return { kind: "sending", words: "sending…" };
    case "received": return { kind: "accepted", words: "accepted by the line" };
    case "not_posted": return { kind: "failed", words: "with the carrier; the line was not told" };
    case "refused_by_line": return { kind: "failed", words: `not accepted (${item.lineStatus})` };
    default: return {
      kind: "failed",
      words: item.lineStatus ? `did not reach the line (${item.lineStatus})` : "did not reach the line (no answer)",
    };
  }
}

/** A picture of our own is shown; any other address is only mentioned: nothing is fetched from elsewhere. */
function picture(url) {
  if (url !== pictureUrl()) return make("span", { className: "medium" }, "(a picture)");
  return make("img", {
    src: url, width: 240, height: 160, className: "medium", alt: "A pretend picture: a lit window at night",
  });
}

export const pictureUrl = () => new URL("/handset/pretend-picture.png", location.href).href;

function newBubble(item) {
  const author = make("span", { className: "visually-hidden" }, item.direction === "inbound" ? "You: " : "The line: ");
  const media = item.mediaUrls ?? [];
  return make(
    "li",
    { className: "bubble", dataset: { testid: "bubble", direction: item.direction, sid: item.sid } },
    make("div", { className: "words", dir: "auto" }, author, ...media.map(picture),
      item.body || (media.length ? "" : "(no words)")),
    make("div", { className: "meta" }),
  );
}

function newLostNote(item) {
  return make("li", { className: "lost", dataset: { testid: "lost", sid: item.sid } },
    `A text from the line did not reach this phone (error ${item.errorCode}).`);
}

/** A phone shows what reached it: texts still on their way are left out, lost ones only mentioned. */
export function visible(item) {
  return item.direction === "inbound" || item.status === "delivered" || item.status === "undelivered";
}

export class Thread {
  /** What is on screen: sid → list element. */
  #shown = new Map();

  constructor(list, scroll, empty) {
    Object.assign(this, { list, scroll, empty, atEnd: true });
    const size = () => `${scroll.scrollHeight} ${scroll.clientHeight}`;
    let settled = size();
    // Whoever reads the latest text goes on reading it when the composer grows or a picture comes. What scrolls before
    // a new size was looked at was not scrolled by a person.
    scroll.addEventListener("scroll", () => {
      if (size() === settled) this.atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
    });
    const sizes = new ResizeObserver(() => {
      settled = size();
      if (this.atEnd) this.toEnd();
    });
    sizes.observe(scroll);
    sizes.observe(list);
  }

  paint(all) {
    const items = all.filter(visible).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const sids = new Set(items.map((item) => item.sid));
    for (const [sid, element] of this.#shown) {
      if (!sids.has(sid)) { element.remove(); this.#shown.delete(sid); }
    }
    items.forEach((item, index) => {
      let element = this.#shown.get(item.sid);
      if (!element) {
        element = item.status === "undelivered" ? newLostNote(item) : newBubble(item);
        this.#shown.set(item.sid, element);
      }
      this.#describe(element, item, items[index - 1]);
      if (this.list.children[index] !== element) this.list.insertBefore(element, this.list.children[index] ?? null);
    });
    this.empty.hidden = items.length > 0;
  }

  toEnd() {
    this.atEnd = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  #describe(element, item, before) {
    const meta = element.querySelector(".meta");
    if (!meta) return;
    const at = new Date(item.at);
    const sameDay = before ? new Date(before.at).toDateString() === at.toDateString() : true;
    const { kind, words } = state(item);
    const line = [sameDay ? "" : day.format(at), clock.format(at), words].filter(Boolean).join(" · ");
    if (meta.textContent !== line) meta.textContent = line;
    element.dataset.state = kind;
  }
}
