// Small pieces of page.

/** An element with properties, `dataset` and ARIA attributes among them, and children. */
export function make(tag, { dataset = {}, attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Set a text only when it changes, so that screen readers do not hear it again. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

export const PROVIDERS = { twilio: "Twilio", aws: "AWS", partner: "Partner" };

/** 1 text, 2 texts. */
export const many = (count, one, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
