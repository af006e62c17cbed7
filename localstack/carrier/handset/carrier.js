// What the page asks of the pretend carrier.

/** The carrier could not be reached at all. */
export class Unreachable extends Error {}

async function call(method, path, body) {
  try {
    return await fetch(path, {
      method,
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
}

async function parsed(response) {
  if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
  return response.json();
}

/** `{lines, pages, faults, phones, events, latest}` as of now. */
export const now = async (numbers, after) => parsed(await call("POST", "/handset/now", { numbers, after }));

/** Every fault in words. */
export const faultKinds = async () => (await parsed(await call("GET", "/faults/kinds"))).items;

/** Text as a texter; resolves to why it was not sent, or to an empty text. */
export async function text(message) {
  try {
    const response = await call("POST", "/inbound", message);
    // 502 is the line's silence: the carrier has listed the text and says so itself.
    if (response.ok || response.status === 502) return "";
    const problem = await response.json().catch(() => ({}));
    return `not sent: ${problem.errors?.[0]?.message ?? problem.detail ?? response.status}`;
  } catch {
    return "not sent: the pretend carrier does not answer";
  }
}

export const setPhone = (number, state) => call("POST", "/phones", { number, state });

/** Tell the carrier that phones are on again while the page is going away. */
export function switchOn(numbers) {
  for (const number of numbers) {
    const body = JSON.stringify({ number, state: "on" });
    fetch("/phones", { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body })
      .catch(() => {});
  }
}

/** Resolves to why the fault was not set, or to an empty text. */
export async function setFault(fault) {
  const response = await call("POST", "/faults", fault);
  if (response.ok) return "";
  const problem = await response.json().catch(() => ({}));
  return problem.errors?.[0]?.message ?? problem.detail ?? String(response.status);
}

export const stopFault = ({ provider, kind }) => call("DELETE", `/faults/${provider}/${kind}`);

export const stopFaults = () => call("DELETE", "/faults");

/** The command that posts a webhook again. */
export async function asCurl(seq) {
  const response = await call("GET", `/events/${seq}/curl`);
  if (!response.ok) throw new Error("forgotten");
  return response.text();
}
