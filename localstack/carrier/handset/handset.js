"use strict";

// A phone in the browser. What was texted lives in the pretend carrier; this page keeps nothing of its own.

const POLL_MS = 1000;
const E164 = /^\+[1-9][0-9]{6,14}$/;

const byId = (id) => document.getElementById(id);
const numberField = byId("number");
const lineField = byId("line");
const composer = byId("composer");
const sendButton = document.querySelector("[data-testid=send]");
const thread = byId("thread");
const scroll = byId("scroll");

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** The carrier's list of this thread, as GET /messages gave it last. */
let listed = [];
/** Own texts the carrier has not listed (yet): sid → item of the same shape, `problem` saying why not. */
const pending = new Map();
/** What is on screen: sid → list element. */
const shown = new Map();
/** Counts up when number or line change, so that a late answer about the former thread is dropped. */
let threadId = 0;
let lines = null;
let reachable = true;

function fictitiousNumber() {
  // 555-0100 to 555-0199 are set aside for fiction.
  return `+120255501${String(Math.floor(Math.random() * 100)).padStart(2, "0")}`;
}

function newSid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `SM${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** A number as typed or from a query string, where an unescaped plus has become a blank. */
function tidy(text) {
  const digits = text.replace(/[\s().-]/g, "");
  return /^[1-9][0-9]{9,}$/.test(digits) && /^\s/.test(text) ? `+${digits}` : digits;
}

const ownNumber = () => tidy(numberField.value);

function checkNumber() {
  const good = E164.test(ownNumber());
  const error = byId("number-error");
  error.hidden = good;
  error.textContent = good ? "" : "Write it like +12025550142.";
  numberField.setAttribute("aria-invalid", String(!good));
  return good;
}

function state(item) {
  if (item.direction === "outbound") return { kind: "received", words: "" };
  if (item.problem) return { kind: "failed", words: item.problem };
  switch (item.status) {
    case "receiving": return { kind: "sending", words: "sending…" };
    case "received": return { kind: "accepted", words: "accepted by the line" };
    case "refused_by_line": return { kind: "failed", words: `not accepted (${item.lineStatus})` };
    default: return {
      kind: "failed",
      words: item.lineStatus ? `did not reach the line (${item.lineStatus})` : "did not reach the line (no answer)",
    };
  }
}

function newBubble(item) {
  const bubble = document.createElement("li");
  bubble.className = "bubble";
  bubble.dataset.testid = "bubble";
  bubble.dataset.direction = item.direction;
  bubble.dataset.sid = item.sid;
  const author = document.createElement("span");
  author.className = "visually-hidden";
  author.textContent = item.direction === "inbound" ? "You: " : "The line: ";
  const words = document.createElement("div");
  words.className = "words";
  words.append(author, item.body || "(no words)");
  const meta = document.createElement("div");
  meta.className = "meta";
  bubble.append(words, meta);
  return bubble;
}

function newLostNote(item) {
  const note = document.createElement("li");
  note.className = "lost";
  note.dataset.sid = item.sid;
  note.textContent = `A text from the line did not reach this phone (error ${item.errorCode}).`;
  return note;
}

/** A phone shows what reached it: texts still on their way are left out, lost ones only mentioned. */
function visible(item) {
  return item.direction === "inbound" || item.status === "delivered" || item.status === "undelivered";
}

function paint() {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  const items = [...listed, ...pending.values()].filter(visible).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const sids = new Set(items.map((item) => item.sid));
  for (const [sid, element] of shown) {
    if (!sids.has(sid)) { element.remove(); shown.delete(sid); }
  }
  let grown = false;
  items.forEach((item, index) => {
    let element = shown.get(item.sid);
    if (!element) {
      element = item.status === "undelivered" ? newLostNote(item) : newBubble(item);
      shown.set(item.sid, element);
      grown = true;
    }
    const meta = element.querySelector(".meta");
    if (meta) {
      const { kind, words } = state(item);
      const line = [clock.format(new Date(item.at)), words].filter(Boolean).join(" · ");
      if (meta.textContent !== line) meta.textContent = line;
      element.dataset.state = kind;
    }
    if (thread.children[index] !== element) thread.insertBefore(element, thread.children[index] ?? null);
  });
  byId("empty").hidden = items.length > 0;
  if (grown && atEnd) scroll.scrollTop = scroll.scrollHeight;
}

function paintSurroundings() {
  const option = lineField.selectedOptions[0];
  byId("peer-name").textContent = option ? option.textContent : "No line yet";
  byId("peer-number").textContent = lineField.value;
  sendButton.setAttribute("aria-disabled", String(!lineField.value || composer.value.trim() === ""));
  let words = "";
  if (!reachable) words = "The pretend carrier does not answer. Trying again…";
  else if (lines && lines.length === 0) words = "The local cloud has no line yet. It may still be starting.";
  const notice = byId("notice");
  if (notice.textContent !== words) notice.textContent = words;
  notice.hidden = !words;
}

async function getItems(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
  return (await response.json()).items;
}

function offerLines(offered) {
  if (JSON.stringify(offered) === JSON.stringify(lines)) return;
  const chosen = lineField.value || tidy(new URLSearchParams(location.search).get("line") ?? "");
  lines = offered;
  lineField.replaceChildren(...lines.map((line) => new Option(line.name, line.number)));
  if (lines.some((line) => line.number === chosen)) lineField.value = chosen;
  startThread();
}

function startThread() {
  threadId += 1;
  listed = [];
  pending.clear();
  paint();
  paintSurroundings();
}

async function refresh() {
  try {
    offerLines(await getItems("/lines"));
    const current = threadId;
    const number = ownNumber();
    if (lineField.value && E164.test(number)) {
      const items = await getItems(`/messages?between=${[number, lineField.value].map(encodeURIComponent).join(",")}`);
      if (current === threadId) {
        listed = items;
        for (const item of items) pending.delete(item.sid);
        paint();
      }
    }
    reachable = true;
  } catch {
    reachable = false;
  }
  paintSurroundings();
}

async function poll() {
  await refresh();
  setTimeout(poll, POLL_MS);
}

async function send() {
  if (!checkNumber()) { numberField.focus(); return; }
  if (!lineField.value || composer.value.trim() === "") { composer.focus(); return; }
  const current = threadId;
  const provider = lines.find((line) => line.number === lineField.value).provider;
  const text = { sid: newSid(), provider, from: ownNumber(), to: lineField.value, body: composer.value };
  const item = { ...text, direction: "inbound", status: "receiving", at: new Date().toISOString() };
  pending.set(item.sid, item);
  composer.value = "";
  fitComposer();
  paint();
  scroll.scrollTop = scroll.scrollHeight;
  composer.focus();
  try {
    const response = await fetch("/inbound", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(text),
    });
    // 502 is the line's silence: the carrier has listed the text and says so itself.
    if (!response.ok && response.status !== 502) {
      const problem = await response.json().catch(() => ({}));
      item.problem = `not sent: ${problem.errors?.[0]?.message ?? problem.detail ?? response.status}`;
    }
  } catch {
    item.problem = "not sent: the pretend carrier does not answer";
  }
  if (current === threadId) await refresh();
  paint();
}

function fitComposer() {
  composer.style.height = "auto";
  composer.style.height = `${composer.scrollHeight + 2}px`;
}

numberField.value = tidy(new URLSearchParams(location.search).get("number") ?? "") || fictitiousNumber();
numberField.addEventListener("input", () => { if (E164.test(ownNumber())) checkNumber(); });
numberField.addEventListener("change", () => { checkNumber(); startThread(); refresh(); });
lineField.addEventListener("change", () => { startThread(); refresh(); });
byId("parties").addEventListener("submit", (event) => event.preventDefault());
composer.addEventListener("input", () => { fitComposer(); paintSurroundings(); });
composer.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
});
byId("composer-form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
checkNumber();
poll();
