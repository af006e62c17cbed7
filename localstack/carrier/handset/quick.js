// What is sent, or put into the composer, with one press.

import { make } from "./elements.js";
import { SAMPLES } from "./samples.js";

/** A list of sample texts that opens above its button. `choose` gets the words. */
export function offerSamples(button, list, choose) {
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    list.hidden = !open;
  };
  list.append(...SAMPLES.map(({ about, words }) => {
    const sample = make("button", { type: "button", dataset: { testid: "sample" } },
      make("span", { className: "about" }, about), make("span", { className: "sample", dir: "auto" }, words));
    sample.addEventListener("click", () => { show(false); choose(words); });
    return make("li", {}, sample);
  }));
  button.addEventListener("click", () => {
    show(list.hidden);
    if (!list.hidden) list.querySelector("button").focus();
  });
  const around = button.parentElement;
  around.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { show(false); button.focus(); }
  });
  around.addEventListener("focusout", (event) => {
    if (!around.contains(event.relatedTarget)) show(false);
  });
  return () => show(false);
}
