// Telephone numbers of pretend people.

const E164 = /^\+[1-9][0-9]{6,14}$/;

// Washington's 202 is left to the pretend lines.
const AREAS = [206, 212, 305, 312, 415, 504, 602, 617, 702, 808];

const anyOf = (length) => Math.floor(Math.random() * length);

/** 555-0100 to 555-0199 are set aside for fiction, in every area; one of them that is not taken. */
export function fictitiousNumber(taken) {
  for (;;) {
    const number = `+1${AREAS[anyOf(AREAS.length)]}55501${String(anyOf(100)).padStart(2, "0")}`;
    if (!taken.includes(number)) return number;
  }
}

/** A number as typed, without what people put between digits. */
export const tidy = (text) => text.replace(/[\s().-]/g, "");

/** Why this cannot be the phone's number, or an empty text. */
export function wrongWith(number, phones, lines) {
  if (!E164.test(number)) return "Write it like +12065550142.";
  if (lines.includes(number)) return "This is a line's own number.";
  return phones.includes(number) ? "Another phone here has this number." : "";
}
