/** A user's own home countries, kept in the browser. */

const KEY = 'cloudtrail.homeCountries';
const COUNTRY_CODE = /^[A-Z]{2}$/;

/** Undefined where the user has chosen none, and where what is kept is of another form. */
export function readHomeCountries(storage: Pick<Storage, 'getItem'>): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (!Array.isArray(kept)) return undefined;
    return kept.filter((code): code is string => typeof code === 'string' && COUNTRY_CODE.test(code));
  } catch {
    return undefined;
  }
}

/** Undefined forgets the choice. A browser that keeps nothing is no error: the choice then holds for this visit. */
export function writeHomeCountries(
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
  codes: readonly string[] | undefined,
): void {
  try {
    if (codes === undefined) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(codes));
  } catch {
    // a full or forbidden storage
  }
}
