/**
 * Finds what must not stand in a note, while it is written. The server finds the same and refuses the note
 * (`guide_server/desk/personal_data.py`); `tests/personal_data.json` holds both to one list of examples. Pure.
 */

export type PersonalKind = "identity_number" | "phone" | "email" | "file_name";

const IDENTITY = /(?<!\d)(?:(?:18|19|20) ?)?(\d{2}) ?(\d{2}) ?(\d{2}) ?[-+–]? ?(\d{4})(?!\d)/g;
const PATTERNS: readonly [PersonalKind, RegExp][] = [
  ["phone", /(?<![\d+])(?:(?:\+|00)[1-9]\d{0,2}(?:[ ()-]*\d){6,12}|0[1-9](?:[ ()/-]*\d){6,9})(?!\d)/],
  ["email", /[^\s@<>()]+@[^\s@<>()]+\.[\p{L}\p{N}_]{2,}/u],
  [
    "file_name",
    /[\p{L}\p{N}_()-]+\.(?:pdf|docx?|odt|rtf|txt|xlsx?|csv|pptx?|jpe?g|png|gif|heic|tiff?|bmp|zip)(?![\p{L}\p{N}_])/iu,
  ],
];

/** What of it stands in `text`, whatever digits it is written with. */
export function personalDataIn(text: string): readonly PersonalKind[] {
  const plain = text.normalize("NFKC").replace(/\p{Nd}/gu, latinDigit);
  let hasNumber = false;
  const rest = plain.replace(IDENTITY, (all, year: string, month: string, day: string, last: string) => {
    if (!isIdentityNumber(year, month, day, last)) return all;
    hasNumber = true;
    return " ";
  });
  const kinds = PATTERNS.filter(([, pattern]) => pattern.test(rest)).map(([kind]) => kind);
  return hasNumber ? ["identity_number", ...kinds] : kinds;
}

/** Unicode keeps each script's digits in a row of ten: count down to where the row begins. */
function latinDigit(digit: string): string {
  let point = digit.codePointAt(0) ?? 0;
  const top = point;
  while (top - point < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - 1))) point--;
  return String(top - point);
}

/** A coordination number has 60 added to its day (folkbokföringslagen 18 a §). */
function isIdentityNumber(year: string, month: string, day: string, last: string): boolean {
  const ofDay = Number(day) > 60 ? Number(day) - 60 : Number(day);
  const ofMonth = Number(month);
  return ofMonth >= 1 && ofMonth <= 12 && ofDay >= 1 && ofDay <= 31 && checks(year + month + day + last);
}

/** The Luhn sum (ISO/IEC 7812-1, annex B). */
function checks(digits: string): boolean {
  let sum = 0;
  [...digits].forEach((digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += Math.floor(doubled / 10) + (doubled % 10);
  });
  return sum % 10 === 0;
}
