/** Where names like those of AWS may be broken. Pure. */

/** A hump begins (`Run|Instances`, `VPC|Endpoint`), or a mark of punctuation ends a part (`arn:|aws:`, `anna@|example.|com`). */
const SEAM = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[-_./:@+])(?=[^-_./:@+])/;

/** The parts of a name; together they are the name again. */
export function partsOf(name: string): readonly string[] {
  return name.split(SEAM);
}
