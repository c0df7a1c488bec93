/** Numbers as Java prints them. */

const INTEGER = /^-?\d+$/;

/**
 * What Java prints for a number of a JSON text, as Elasticsearch's parser reads it: an integer of any size (Integer, Long
 * or BigInteger) as it is, any other as Double.toString of Java 19 and newer. Java 17 and 18 print more digits of some.
 */
export function javaNumber(json: string): string {
  if (!INTEGER.test(json)) return javaDouble(Number(json));
  return json === '-0' ? '0' : json;
}

/** Double.toString: at least one digit on each side of the point, an exponent below 10⁻³ and from 10⁷ on. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size === Infinity) return String(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size < 1e-3 || size >= 1e7) return withExponent(value);
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

function withExponent(value: number): string {
  const shortest = value.toExponential();
  // of two digits Java takes those nearest to the value, also where one would do: 4.9E-324
  const text = shortest.includes('.') ? shortest : value.toExponential(1);
  return text.replace('e+', 'E').replace('e', 'E');
}
