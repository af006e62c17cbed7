import { strings } from '../strings';

const { refusals } = strings.admin;

/** What the server says of a field, by pattern: it says so in English. */
const KNOWN: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/at least 1 (?:character|item)|^Field required$|should be a valid (?:string|integer|list)/, () => refusals.missing],
  [/at least (\d+) (?:character|item)/, (count = '') => refusals.short(count)],
  [/at most (\d+) (?:character|item)/, (count = '') => refusals.long(count)],
  [/greater than or equal to (-?\d+)/, (count = '') => refusals.least(count)],
  [/less than or equal to (-?\d+)/, (count = '') => refusals.most(count)],
  [/should match pattern/, () => refusals.form],
  [/^is taken$|^is another |^is there already/, () => refusals.taken],
  [/^is taken on this line/, () => refusals.takenOnLine],
  [/^is no program of this affiliate/, () => refusals.noProgram],
  [/^is no account of this affiliate/, () => refusals.noAccount],
  [/^is missing: the provider/, () => refusals.noAccountGiven],
  [/^means opting in or out/, () => refusals.consent],
  [/^may be (\d+) at most: see/, (count = '') => refusals.limit(count)],
  [/^is the last admin's/, () => refusals.lastAdmin],
  [/^is not a time zone/, () => refusals.zone],
  [/^cannot be changed: another number/, () => refusals.sameNumber],
  [/^must be a number like/, () => refusals.number],
  [/^must be an origin/, () => refusals.origin],
  [/^has no variable (.+); it may use (.+)$/, (unknown = '', may = '') => refusals.variable(unknown, may)],
  [/^need an approved text/, () => strings.adminHours.refusals.needsClosed],
  [/^must be open at some time/, () => strings.adminHours.refusals.neverOpen],
  [/^the program has one of these in use/, () => strings.adminSurveys.refusals.one],
  [/^ask at least one question/, () => strings.adminSurveys.refusals.none],
  [/^must not be empty$/, () => strings.adminSurveys.refusals.empty],
  [/^must be less than most/, () => strings.adminSurveys.refusals.bounds],
  [/^must be two to ten labels/, () => strings.adminSurveys.refusals.choices],
  [/^must not be a word that opts/, () => strings.adminSurveys.refusals.optOut],
  [/^must use (.+); it may use/, (names = '') => strings.adminTexts.refusals.must(names)],
  [/^has a brace that belongs to no variable/, () => strings.adminTexts.refusals.brace],
  [/^is too long: (\d+) segments when filled in; at most (\d+)/, (segments = '', most = '') => strings.adminTexts.refusals.tooManySegments(segments, most)],
  [/^is too long: (\d+) characters when filled in; at most (\d+)/, (letters = '', most = '') => strings.adminTexts.refusals.tooLong(letters, most)],
  [/^must stay: the program/, () => strings.adminTexts.refusals.stays],
  [/^cannot say .+ in '/, () => strings.adminTexts.refusals.unsayable],
  [/^must be one line$/, () => strings.adminTexts.refusals.oneLine],
  [/^is empty$/, () => refusals.missing],
  [/^must be a whole number from (-?\d+) to (\d+)/, (least = '', most = '') => strings.adminRules.refusals.wholeNumber(least, most)],
  [/^has no word in it/, () => strings.adminRules.refusals.noWord],
  [/^is less than .+ may own/, () => strings.adminRules.refusals.limitBelow],
  [/^is looked after by this deployment/, () => strings.adminAccounts.refusals.taken],
  [/^is the account of line/, () => strings.adminAccounts.refusals.used],
  [/^is missing$/, () => refusals.missing],
  [/^would put (\S+) (\S+) out of order: (.+)$/, (kind = '', id = '', why = '') => refusals.needed(kind, id, why)],
];

/** What is wrong with a field, said of it in the language that is spoken where it is known, else as the server says it. */
export function sayRefusal(message: string): string {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(message);
    if (found !== null) return say(...found.slice(1).filter((one) => one !== undefined));
  }
  return /^(is|are|must|may|has|have|cannot|needs?|would|means|takes?|asks?)\b/.test(message) ? refusals.it(message) : message;
}
