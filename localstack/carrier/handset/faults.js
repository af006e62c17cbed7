// The carrier's faults as switches, and what is left of those that run.

import { faultKinds, setFault, stopFault, stopFaults } from "./carrier.js";
import { PROVIDERS, make, many, say } from "./elements.js";

const byId = (id) => document.getElementById(id);
/** Carrier down has to end by itself: the page cannot reach a carrier that is down. */
const DOWN_SECONDS = 20;

export class Faults {
  #kinds = [];
  #running = [];
  #switches = new Map();
  #loading = null;
  /** When a carrier that was told to be down is back, in `performance.now()`'s milliseconds. */
  downUntil = 0;

  /** `page`: `{refresh()}`. */
  constructor(page) {
    this.page = page;
    this.amount = byId("amount");
    this.unit = byId("unit");
    this.provider = "twilio";
    byId("which").addEventListener("submit", (event) => event.preventDefault());
    this.unit.addEventListener("change", () => { this.amount.disabled = this.unit.value === ""; });
    byId("all-well").addEventListener("click", async () => {
      await stopFaults().catch(() => {});
      byId("faults-title").focus();
      this.page.refresh();
    });
  }

  /** The faults in words, once. */
  async #load() {
    this.#kinds = await faultKinds();
    const parts = [...new Set(this.#kinds.map((kind) => kind.part))];
    byId("fault-parts").replaceChildren(...parts.map((part) => make("section", {}, make("h3", {}, part),
      make("ul", { className: "kinds" }, ...this.#kinds.filter((kind) => kind.part === part).map(
        (kind) => this.#row(kind))))));
  }

  /** What runs, and which providers there are. */
  take(running, lines) {
    this.#loading ??= this.#load().catch(() => { this.#loading = null; });
    this.#running = running;
    this.#offerProviders([...new Set(lines.map((line) => line.provider))]);
    this.paint();
  }

  get count() {
    return this.#running.length;
  }

  paint() {
    const words = this.#running.length ? `${many(this.#running.length, "fault")} running.` : "All is well.";
    say(byId("faults-state"), words);
    byId("all-well").hidden = this.#running.length === 0;
    this.#paintRunning();
    for (const [kind, { button, item, left }] of this.#switches) {
      const described = this.#kinds.find((one) => one.kind === kind);
      const running = this.#running.find((one) => one.kind === kind && one.provider === this.provider);
      button.setAttribute("aria-checked", String(Boolean(running)));
      left.textContent = running ? leftOf(running) : "";
      item.hidden = !described.providers.includes(this.provider);
    }
  }

  #row(kind) {
    const button = make("button", {
      type: "button", className: "switch", dataset: { testid: `fault-${kind.kind}` },
      attributes: { role: "switch", "aria-checked": "false", "aria-describedby": `about-${kind.kind}` },
    }, make("span", { className: "knob", attributes: { "aria-hidden": "true" } }), make("span", {}, kind.title));
    const left = make("span", { className: "left" });
    const item = make("li", {}, make("div", { className: "row" }, button, left),
      make("p", { id: `about-${kind.kind}`, className: "about" }, `${kind.what} `,
        make("span", { className: "expected" }, kind.expected)));
    button.addEventListener("click", () => this.#toggle(kind, button.getAttribute("aria-checked") !== "true"));
    this.#switches.set(kind.kind, { button, item, left });
    return item;
  }

  async #toggle(kind, on) {
    const { provider } = this;
    let wrong = "";
    try {
      if (on) wrong = await setFault({ kind: kind.kind, provider, ...this.#lasting(kind) });
      else await stopFault({ kind: kind.kind, provider });
    } catch {
      wrong = "the pretend carrier does not answer";
    }
    if (wrong) say(byId("faults-state"), `${kind.title}: ${wrong}`);
    else this.page.refresh();
  }

  /** `{count}`, `{seconds}` or neither, as chosen and as the fault can have it. */
  #lasting(kind) {
    const amount = Math.min(Math.max(Math.trunc(Number(this.amount.value)) || 1, 1), 600);
    this.amount.value = String(amount);
    if (kind.lasts === "until_stopped") return {};
    if (kind.lasts === "seconds") {
      const seconds = this.unit.value === "seconds" ? amount : DOWN_SECONDS;
      this.downUntil = performance.now() + seconds * 1000;
      return { seconds };
    }
    return this.unit.value ? { [this.unit.value]: amount } : {};
  }

  #paintRunning() {
    const key = (one) => `${one.provider} ${one.kind}`;
    const list = byId("running");
    const there = new Map([...list.children].map((item) => [item.dataset.key, item]));
    for (const one of this.#running) {
      const item = there.get(key(one)) ?? this.#runningItem(one);
      item.querySelector(".left").textContent = leftOf(one);
      there.delete(key(one));
      if (!item.isConnected) list.append(item);
    }
    for (const item of there.values()) {
      if (item.contains(document.activeElement)) byId("faults-title").focus();
      item.remove();
    }
    list.hidden = this.#running.length === 0;
  }

  #runningItem(one) {
    const title = this.#kinds.find((kind) => kind.kind === one.kind)?.title ?? one.kind;
    const name = `${PROVIDERS[one.provider]}: ${title}`;
    const stop = make("button", { type: "button", attributes: { "aria-label": `Stop ${name}` } }, "Stop");
    stop.addEventListener("click", async () => { await stopFault(one).catch(() => {}); this.page.refresh(); });
    return make("li", { dataset: { key: `${one.provider} ${one.kind}` } },
      make("span", { className: "what" }, name), make("span", { className: "left" }), stop);
  }

  #offerProviders(providers) {
    const fieldset = byId("providers");
    if (fieldset.dataset.offered === providers.join()) return;
    fieldset.dataset.offered = providers.join();
    fieldset.querySelectorAll("label").forEach((label) => label.remove());
    for (const provider of providers) {
      const radio = make("input", {
        type: "radio", name: "provider", value: provider, checked: provider === this.provider,
        dataset: { testid: `provider-${provider}` },
      });
      radio.addEventListener("change", () => { this.provider = provider; this.paint(); });
      fieldset.append(make("label", {}, radio, make("span", {}, PROVIDERS[provider])));
    }
  }
}

function leftOf({ count, seconds }) {
  const left = [];
  if (count !== undefined) left.push(many(count, "text"));
  if (seconds !== undefined) left.push(`${Math.ceil(seconds)} s`);
  return left.length ? `${left.join(", ")} left` : "until stopped";
}
