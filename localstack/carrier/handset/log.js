// What the carrier posted and was asked, the latest first. No words and no numbers.

import { asCurl } from "./carrier.js";
import { PROVIDERS, make } from "./elements.js";

const MOST_SHOWN = 200;
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const byId = (id) => document.getElementById(id);
const ARROWS = { webhook: "→", call: "←", told: "•" };
const WAYS = { webhook: "posted to Holdfast", call: "called by Holdfast", told: "told here" };

export class EventLog {
  /** The latest event the page has. */
  latest = 0;

  constructor() {
    this.list = byId("events");
    byId("clear-log").addEventListener("click", () => {
      this.list.replaceChildren();
      byId("log-state").hidden = false;
    });
  }

  /** A `latest` smaller than ours is another carrier's: it was started anew. */
  take(events, latest) {
    if (latest < this.latest) { this.latest = 0; return; }
    const fresh = events.filter((event) => event.seq > this.latest);
    this.latest = Math.max(this.latest, latest);
    if (!fresh.length) return;
    this.list.prepend(...fresh.map((event) => this.#item(event)).reverse());
    while (this.list.children.length > MOST_SHOWN) this.list.lastElementChild.remove();
    byId("log-state").hidden = true;
  }

  #item(event) {
    const answer = event.status ?? event.trouble;
    const bad = event.kind !== "told" && (event.status === null || event.status >= 400);
    const provider = event.provider ? `${PROVIDERS[event.provider]} · ` : "";
    const item = make("li", { dataset: { testid: "event", kind: event.kind, bad: String(bad) } },
      make("time", { dateTime: event.at }, clock.format(new Date(event.at))),
      make("span", { className: "arrow", attributes: { "aria-hidden": "true" } }, ARROWS[event.kind]),
      make("span", { className: "visually-hidden" }, WAYS[event.kind]),
      make("span", { className: "what" }, `${provider}${event.what}`,
        event.note ? make("span", { className: "odd" }, ` (${event.note})`) : ""),
      event.kind === "told" ? null : make("span", { className: "answer" }, String(answer),
        make("span", { className: "took" }, ` ${event.tookMs} ms`)));
    if (event.canRepeat) item.append(this.#copyButton(event));
    return item;
  }

  #copyButton(event) {
    const word = make("span", {}, "curl");
    const button = make("button", { type: "button", className: "copy", dataset: { testid: "copy-curl" } }, word,
      make("span", { className: "visually-hidden" }, `: copy ${event.what} of ${clock.format(new Date(event.at))}`));
    button.addEventListener("click", async () => {
      let said = "Copied";
      try {
        await navigator.clipboard.writeText(await asCurl(event.seq));
      } catch {
        said = "Not copied";
      }
      word.textContent = said;
      byId("copied").textContent = said === "Copied" ? "The command is in the clipboard." : "It could not be copied.";
      setTimeout(() => { word.textContent = "curl"; byId("copied").textContent = ""; }, 2000);
    });
    return button;
  }
}
