/** Puts the text of a JSON object together, member by member. */

/** `,"name":value`; nothing for undefined. */
export function member(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}

/** A member whose value is a text of a record; nothing for undefined. `isPlain`: as `needsNoEscape` says of that record. */
export type TextMember = (text: string | undefined, isPlain: boolean) => string;

/** Writes the member of this name. Made once for each name: putting five pieces together for each text takes twice as long as three. */
export function textMember(name: string): TextMember {
  const start = `,"${name}":`;
  const quoted = `${start}"`;
  return (text, isPlain) => {
    if (text === undefined) return '';
    return isPlain ? `${quoted}${text}"` : start + JSON.stringify(text);
  };
}

/** Where a record's JSON has no backslash, its texts need none either: most have none, and escaping costs as much as parsing. */
export function needsNoEscape(recordJson: string): boolean {
  return !recordJson.includes('\\');
}

/** The same of a value that is JSON already. */
export function memberOf(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}

/** The object of these members; undefined where there are none, so that no empty object is stored. */
export function objectOf(...members: readonly string[]): string | undefined {
  let json = '';
  // the comma is cut off from the first alone: cutting it off from all would copy them
  for (const each of members) if (each !== '') json += json === '' ? `{${each.slice(1)}` : each;
  return json === '' ? undefined : `${json}}`;
}
