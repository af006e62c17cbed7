// Where there is room for one thing only, phones and panels are tabs; elsewhere they lie beside each other.

import { make } from "./elements.js";

const narrow = matchMedia("(max-width: 52rem)");

export class Tabs {
  /** panel → tab */
  #tabs = new Map();

  /** `shown(panel)` is called after a panel came up. */
  constructor(bar, shown) {
    Object.assign(this, { bar, shown });
    bar.addEventListener("keydown", (event) => this.#step(event));
    narrow.addEventListener("change", () => this.#arrange());
  }

  get isNarrow() {
    return narrow.matches;
  }

  /** A tab for a panel, which has an id, before another panel's tab or at the end. */
  add(panel, name, before) {
    const tab = make("button", {
      type: "button", className: "tab", id: `tab-${panel.id}`, dataset: { testid: `tab-${panel.id}` },
      attributes: { role: "tab", "aria-controls": panel.id },
    }, make("span", {}, name), make("span", { className: "news" }));
    tab.addEventListener("click", () => this.select(panel));
    this.#tabs.set(panel, tab);
    this.bar.insertBefore(tab, before ? this.#tabs.get(before) : null);
    this.chosen ??= panel;
    this.#arrange();
  }

  remove(panel, next) {
    this.#tabs.get(panel)?.remove();
    this.#tabs.delete(panel);
    if (this.chosen === panel) this.chosen = next;
    this.#arrange();
  }

  select(panel) {
    this.chosen = panel;
    this.#arrange();
    this.#tabs.get(panel)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.shown(panel);
  }

  /** What is new behind a tab; nothing for 0. */
  tell(panel, count, words) {
    const news = this.#tabs.get(panel)?.querySelector(".news");
    const said = count ? ` ${count} ${words}` : "";
    if (!news || news.textContent === said) return;
    news.textContent = said;
    if (panel === this.chosen) this.#tabs.get(panel).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #arrange() {
    const { isNarrow } = this;
    if (isNarrow) this.bar.setAttribute("role", "tablist");
    else this.bar.removeAttribute("role");
    this.bar.hidden = !isNarrow;
    if (isNarrow) this.bar.setAttribute("aria-label", "Phones, faults and log");
    for (const [panel, tab] of this.#tabs) {
      const chosen = panel === this.chosen;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panel.toggleAttribute("data-away", isNarrow && !chosen);
      if (isNarrow) panel.setAttribute("role", "tabpanel");
      else panel.removeAttribute("role");
    }
  }

  #step(event) {
    const all = [...this.bar.children];
    const at = all.indexOf(document.activeElement);
    const forward = getComputedStyle(this.bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps = { [forward]: at + 1, Home: 0, End: all.length - 1 };
    steps[forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"] = at - 1;
    const to = steps[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = all[(to + all.length) % all.length];
    tab.focus();
    tab.click();
  }
}
