/** Puts the text of a JSON object together, member by member. */

/** What stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** `,"name":value`; nothing for undefined. */
export function member(name: string, value: unknown): string {
  if (value === undefined) return '';
  // most are short texts, for which JSON.stringify takes three times as long
  const json = typeof value === 'string' && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
  return `,"${name}":${json}`;
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
export function objectOf(members: string): string | undefined {
  return members === '' ? undefined : `{${members.slice(1)}}`;
}
