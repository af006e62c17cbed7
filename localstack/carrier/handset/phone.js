// One phone. What was texted lives in the pretend carrier; the phone keeps nothing of its own beyond the page.

import { setPhone, switchOn } from "./carrier.js";
import { PROVIDERS, make, many, say } from "./elements.js";
import { tidy, wrongWith } from "./numbers.js";
import { Outbox } from "./outbox.js";
import { offerSamples } from "./quick.js";
import { measure } from "./segments.js";
import { Thread, pictureUrl, visible } from "./thread.js";

const template = document.getElementById("phone-template");

export class Phone {
  #items = [];
  #lines = [];
  #read = new Set();
  #state = "on";
  /** When the state was last changed here, so that an answer to an earlier question does not take it back. */
  #changedAt = 0;

  /** `page`: `{taken(phone), refresh(), repaint()}`; `index` counts from 1 and is never used twice. */
  constructor(index, number, page) {
    this.index = index;
    this.name = `Phone ${index}`;
    this.page = page;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${index}`;
    const find = (name) => this.element.querySelector(`[data-testid="${name}"]`);
    this.parts = Object.fromEntries(
      [...this.element.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    Object.assign(this, { numberField: find("number"), lineField: find("line"), composer: find("composer") });
    Object.assign(this, { sendButton: find("send"), pictureButton: find("quick-picture") });
    this.signals = [...this.element.querySelectorAll(".signal input")];
    this.thread = new Thread(find("thread"), this.parts.scroll, this.parts.empty);
    this.outbox = new Outbox(() => { this.paint(); page.refresh(); });
    this.#nameEverything(find("remove-phone"));
    this.#listen(find);
    this.numberField.value = number;
    this.number = number;
  }

  get wrong() {
    return this.#wrongWith(this.number);
  }

  get line() {
    return this.#lines.find((line) => line.number === this.lineField.value);
  }

  /** How many texts came that nobody has looked at. */
  get unread() {
    return this.#items.filter((item) => this.#isNews(item)).length;
  }

  /** `phone`: what the carrier has of this number; `askedAt`: when it was asked. */
  take(phone, lines, askedAt) {
    this.#offer(lines);
    if (phone && phone.number === this.number) {
      this.#items = phone.items;
      this.outbox.listed(phone.items);
      if (askedAt > this.#changedAt) this.#setState(phone.state);
    }
    this.paint();
  }

  paint() {
    const line = this.lineField.value;
    const isOfLine = (item) => item.from === line || item.to === line;
    this.thread.paint([...this.#items.filter(isOfLine), ...this.outbox.of(this.number, line)]);
    if (this.element.checkVisibility()) this.#items.filter(isOfLine).forEach((item) => this.#read.add(item.sid));
    this.#paintElsewhere();
    this.#paintNotice();
    this.#paintComposer();
  }

  /** Before it goes: a carrier must not keep a phone off that nobody can switch on any more. */
  leave() {
    if (this.#state !== "on") switchOn([this.number]);
  }

  #wrongWith(number) {
    return wrongWith(number, this.page.taken(this), this.#lines.map((line) => line.number));
  }

  #isNews(item) {
    return item.direction === "outbound" && visible(item) && !this.#read.has(item.sid);
  }

  #paintElsewhere() {
    const news = this.#items.find((item) => this.#isNews(item) && item.from !== this.lineField.value);
    const line = news && this.#lines.find((one) => one.number === news.from);
    this.parts.elsewhere.hidden = !line;
    if (!line || this.parts.elsewhere.dataset.line === line.number) return;
    this.parts.elsewhere.dataset.line = line.number;
    const show = make("button", { type: "button", dataset: { testid: "show-elsewhere" } }, "Show");
    show.addEventListener("click", () => {
      this.lineField.value = line.number;
      this.#startThread();
      this.parts.scroll.focus();
    });
    this.parts.elsewhere.replaceChildren(make("span", {}, `A text came from ${line.name}.`), " ", show);
  }

  #paintNotice() {
    const waiting = this.#items.filter((item) => item.direction === "outbound" && !visible(item)).length;
    const words = {
      on: this.#lines.length ? "" : "The local cloud has no line yet. It may still be starting.",
      off: `No signal. ${waiting ? many(waiting, "text waits", "texts wait") : "Texts wait"} at the carrier; what you `
        + "send leaves when the phone is on again.",
      landline: "A landline takes no texts: the carrier reports them as undelivered.",
    };
    say(this.parts.notice, words[this.#state]);
  }

  #paintComposer() {
    const { line } = this;
    const landline = this.#state === "landline";
    this.composer.disabled = landline;
    this.sendButton.setAttribute("aria-disabled", String(landline || !line || this.composer.value.trim() === ""));
    for (const button of this.parts.quick.querySelectorAll(":scope > button")) {
      button.setAttribute("aria-disabled", String(landline || !line));
    }
    if (line?.provider !== "twilio") this.pictureButton.setAttribute("aria-disabled", "true");
    this.pictureButton.title = line && line.provider !== "twilio" ? "Only Twilio's lines take pictures" : "";
    this.parts.provider.hidden = !line;
    this.parts.provider.textContent = line ? `via ${PROVIDERS[line.provider]}` : "";
    this.parts["peer-number"].textContent = line ? line.number : "";
    const { segments, characters, unicode } = measure(this.composer.value);
    const size = `${many(characters, "character")} · ${many(segments, "segment")}`;
    this.parts.count.textContent = characters ? `${size}${unicode ? " of up to 70" : ""}` : "";
  }

  #offer(lines) {
    if (JSON.stringify(lines) === JSON.stringify(this.#lines)) return;
    const chosen = this.lineField.value;
    this.#lines = lines;
    const groups = Object.entries(PROVIDERS).map(([provider, label]) => make("optgroup", { label },
      ...lines.filter((line) => line.provider === provider).map((line) => new Option(line.name, line.number))));
    this.lineField.replaceChildren(...groups.filter((group) => group.children.length));
    if (lines.some((line) => line.number === chosen)) this.lineField.value = chosen;
    this.#startThread();
  }

  #startThread() {
    this.paint();
    this.thread.toEnd();
    this.page.repaint();
  }

  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.element.dataset.state = state;
    for (const signal of this.signals) signal.checked = signal.value === state;
    if (state === "on") this.outbox.leave();
  }

  async #switch(state) {
    this.#changedAt = Infinity;
    const { number } = this;
    await setPhone(number, state).catch(() => {});
    this.#changedAt = performance.now();
    this.#setState(state);
    this.paint();
    this.page.refresh();
  }

  #renumber() {
    const number = tidy(this.numberField.value);
    if (number === this.number) return;
    this.leave();
    this.number = number;
    this.#items = [];
    this.#setState("on");
    this.checkNumber();
    this.#startThread();
    this.page.refresh();
  }

  checkNumber() {
    const { wrong } = this;
    say(this.parts["number-error"], wrong);
    this.numberField.setAttribute("aria-invalid", String(wrong !== ""));
    return !wrong;
  }

  #send(body, mediaUrls = []) {
    if (this.#state === "landline") return;
    this.#renumber();
    if (!this.checkNumber()) { this.numberField.focus(); return; }
    if (!this.line || (body.trim() === "" && !mediaUrls.length)) { this.composer.focus(); return; }
    this.outbox.send({ number: this.number, line: this.line, body, mediaUrls, signal: this.#state === "on" });
    this.thread.toEnd();
  }

  #sendWritten() {
    const body = this.composer.value;
    if (body.trim() !== "" && this.line && !this.wrong) this.write("");
    this.#send(body);
    if (!this.wrong) this.composer.focus();
  }

  /** Put words into the composer. */
  write(words) {
    this.composer.value = words;
    this.#fitComposer();
    this.#paintComposer();
  }

  #fitComposer() {
    this.composer.style.height = "auto";
    this.composer.style.height = `${this.composer.scrollHeight + 2}px`;
  }

  #nameEverything(removeButton) {
    const { parts, index, name } = this;
    parts.name.textContent = name;
    parts.name.id = `phone-${index}-name`;
    this.element.setAttribute("aria-labelledby", parts.name.id);
    parts["signal-legend"].textContent = `Signal of ${name}`;
    parts.scroll.setAttribute("aria-label", `Texts of ${name}`);
    parts.quick.setAttribute("aria-label", `Quick texts of ${name}`);
    removeButton.setAttribute("aria-label", `Remove ${name}`);
    for (const signal of this.signals) signal.name = `phone-${index}-signal`;
    const label = (field, part) => {
      field.id = `phone-${index}-${part}`;
      parts[`${part}-label`].htmlFor = field.id;
    };
    label(this.numberField, "number");
    label(this.lineField, "line");
    label(this.composer, "composer");
    parts["number-error"].id = `phone-${index}-number-error`;
    this.numberField.setAttribute("aria-describedby", parts["number-error"].id);
    this.composer.setAttribute("aria-describedby", (parts.count.id = `phone-${index}-count`));
  }

  #listen(find) {
    const unlessDisabled = (button, act) => button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") act();
    });
    this.numberField.addEventListener("change", () => this.#renumber());
    this.numberField.addEventListener("input", () => {
      if (!this.#wrongWith(tidy(this.numberField.value))) say(this.parts["number-error"], "");
    });
    this.lineField.addEventListener("change", () => this.#startThread());
    this.element.querySelector(".parties").addEventListener("submit", (event) => event.preventDefault());
    for (const signal of this.signals) signal.addEventListener("change", () => this.#switch(signal.value));
    for (const button of this.element.querySelectorAll("[data-word]")) {
      unlessDisabled(button, () => this.#send(button.dataset.word));
    }
    unlessDisabled(this.pictureButton, () => this.#send("", [pictureUrl()]));
    offerSamples(find("quick-samples"), this.parts.samples, (words) => { this.write(words); this.composer.focus(); });
    let width = 0;
    new ResizeObserver(() => {
      if (this.element.clientWidth !== width) this.#fitComposer();
      width = this.element.clientWidth;
    }).observe(this.element);
    this.composer.addEventListener("input", () => { this.#fitComposer(); this.#paintComposer(); });
    this.composer.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#sendWritten(); }
    });
    this.element.querySelector(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sendWritten();
    });
    find("remove-phone").addEventListener("click", () => this.page.remove(this));
  }
}
