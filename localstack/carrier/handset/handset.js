// Phones beside each other, the carrier's faults and its log: the page of the pretend carrier.

import { Unreachable, now } from "./carrier.js";
import { make, say } from "./elements.js";
import { Faults } from "./faults.js";
import { EventLog } from "./log.js";
import { fictitiousNumber } from "./numbers.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";

const POLL_MS = 1000;
const MOST_PHONES = 8;
const byId = (id) => document.getElementById(id);

const phones = [];
let lastIndex = 0;
let latestAnswer = 0;
let lines = [];

const log = new EventLog();
const faults = new Faults({ refresh });
const tabs = new Tabs(byId("tabs"), (panel) => { phones.find((phone) => phone.element === panel)?.thread.toEnd(); paint(); });

const page = {
  taken: (phone) => phones.filter((other) => other !== phone).map((other) => other.number),
  refresh,
  repaint: () => paintTabs(),
  remove: removePhone,
};

function addPhone() {
  if (phones.length >= MOST_PHONES) return null;
  lastIndex += 1;
  const phone = new Phone(lastIndex, fictitiousNumber(phones.map((one) => one.number)), page);
  phones.push(phone);
  byId("phones").append(phone.element);
  tabs.add(phone.element, phone.name, byId("faults"));
  phone.take(null, lines, 0);
  paintButtons();
  return phone;
}

function removePhone(phone) {
  const at = phones.indexOf(phone);
  phone.leave();
  phones.splice(at, 1);
  const next = phones[Math.min(at, phones.length - 1)];
  tabs.remove(phone.element, next.element);
  phone.element.remove();
  paintButtons();
  paint();
  (next.composer.disabled ? next.numberField : next.composer).focus();
}

function paintButtons() {
  byId("add-phone").setAttribute("aria-disabled", String(phones.length >= MOST_PHONES));
  for (const phone of phones) phone.element.querySelector(".remove").hidden = phones.length === 1;
}

function paintTabs() {
  for (const phone of phones) tabs.tell(phone.element, phone.unread, "new");
  tabs.tell(byId("faults"), faults.count, "on");
}

function paint() {
  for (const phone of phones) phone.paint();
  paintTabs();
}

function paintPages(pages) {
  const nav = byId("pages");
  if (nav.dataset.shown === JSON.stringify(pages)) return;
  nav.dataset.shown = JSON.stringify(pages);
  nav.replaceChildren(...pages.map(({ name, url }) => make("a", { href: url, target: "_blank", rel: "noopener" }, name,
    make("span", { className: "visually-hidden" }, " (opens a new tab)"))));
}

function trouble(error) {
  const left = Math.ceil((faults.downUntil - performance.now()) / 1000);
  if (error instanceof Unreachable && left > -5) {
    return left > 0 ? `The pretend carrier is down, as told. It is back in ${left} s.` : "The pretend carrier is coming back.";
  }
  return "The pretend carrier does not answer. Trying again…";
}

async function refresh() {
  const askedAt = performance.now();
  try {
    const found = await now(phones.filter((phone) => !phone.wrong).map((phone) => phone.number), log.latest);
    // Answers may overtake each other; what is older than what is shown says nothing new.
    if (askedAt < latestAnswer) return;
    latestAnswer = askedAt;
    lines = found.lines;
    for (const phone of phones) phone.take(found.phones.find((one) => one.number === phone.number), lines, askedAt);
    faults.take(found.faults, lines);
    log.take(found.events, found.latest);
    paintPages(found.pages);
    paintTabs();
    say(byId("trouble"), "");
  } catch (error) {
    say(byId("trouble"), trouble(error));
  }
}

async function poll() {
  await refresh();
  setTimeout(poll, POLL_MS);
}

byId("add-phone").addEventListener("click", () => {
  const phone = addPhone();
  if (!phone) return;
  tabs.select(phone.element);
  phone.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  phone.composer.focus();
  refresh();
});
byId("side-toggle").addEventListener("click", (event) => {
  const open = byId("side").toggleAttribute("data-shut") === false;
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
addEventListener("pagehide", () => phones.forEach((phone) => phone.leave()));

tabs.add(byId("faults"), "Faults");
tabs.add(byId("log"), "Log");
tabs.select(addPhone().element);
poll();
