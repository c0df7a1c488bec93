/** Where names like those of AWS may be broken. Pure. */

/** A letter that names do not have. */
const SEAM = '\u0000';

/**
 * The parts of a name; together they are the name again. A part begins with a hump (`Run|Instances`, `VPC|Endpoint`), or
 * behind punctuation where what follows is a word (`anna.schmidt@|example.com`, but `us-east-1`).
 */
export function partsOf(name: string): readonly string[] {
  // without look-behind: Safari knows it since 16.4 only
  return name
    .replace(/([a-z0-9])(?=[A-Z])/g, `$1${SEAM}`)
    .replace(/([A-Z])(?=[A-Z][a-z])/g, `$1${SEAM}`)
    .replace(/([^-_./:@+]{2}[_./:@+]+|[^-_./:@+]{3}-)(?=[^-_./:@+]{4})/g, `$1${SEAM}`)
    .split(SEAM);
}
