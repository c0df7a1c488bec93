/** Puts the text of a JSON object together, member by member. */

/** `,"name":value`; nothing for undefined. */
export function member(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}

/** Writes a member that is a text of a record. */
export type TextMember = (name: string, text: string | undefined) => string;

/** Where a record's JSON has no backslash, its texts need none either: most have none, and escaping costs as much as parsing. */
export function textMemberFor(recordJson: string): TextMember {
  return recordJson.includes('\\') ? member : plainMember;
}

function plainMember(name: string, text: string | undefined): string {
  return text === undefined ? '' : `,"${name}":"${text}"`;
}

/** The same of a value that is JSON already. */
export function memberOf(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}

/** The members of a JSON object's text, as those above; none for undefined. */
export function membersOf(json: string | undefined): string {
  return json === undefined || json === '{}' ? '' : `,${json.slice(1, -1)}`;
}

/** The object of these members; undefined where there are none, so that no empty object is stored. */
export function objectOf(...members: readonly string[]): string | undefined {
  let json = '';
  // the comma is cut off from the first alone: cutting it off from all would copy them
  for (const each of members) if (each !== '') json += json === '' ? `{${each.slice(1)}` : each;
  return json === '' ? undefined : `${json}}`;
}
