/** JSON texts of every kind that a record may hold, and some that none should: for comparisons and properties, seeded. */
import type { Random } from './random';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const ODD_KEYS = [
  ...[
    '',
    '-',
    'none',
    '__proto__',
    'constructor',
    'toString',
    'a.b',
    '.',
    '\0',
    'nul\0nul',
    '"',
    '\\',
    'a\\"b',
  ],
  ...['ключ', '鍵', '🔑', '\ud83d', '\udd11\ud83d', '\u2028', '$', '#1', 'a=b', 'a, b'],
];
const ODD_TEXTS = [
  ...['', '-', 'none', ' ', 'None', '{', '}', 'a, b', '{a=b}', '\\', '\\"', '"1":1.0', '\0', '#1', '$'],
  ...['\ud800', '\udfff\ud800', '😀', 'ünïcödé', '\u2028', '1.0', 'true', 'null'],
];
const ODD_NUMBERS = [
  ...[
    '0',
    '-0',
    '0.0',
    '-0.0',
    '5.0',
    '1e2',
    '1E+2',
    '12e-1',
    '1e400',
    '-1e400',
    '1e-400',
    '0.001',
    '0.00099',
  ],
  ...['9007199254740992', '9007199254740993', '-9223372036854775808', '9223372036854775808', '10000000.0'],
  ...['123456789012345678901234567890', '9999999.5', '1.5E-9', '1.689E12', '3.0e10', '0.1', '100.25'],
];

/** A JSON object's text: mostly small, as in real records, at times up to 2,000 keys wide or 40 levels deep. */
export function hostileObject(random: Random): string {
  return random.chance(0.02) ? deep(random) : object(random, keysOf(random), 0);
}

/** Any JSON value's text. */
export function hostileJson(random: Random, level = 0): string {
  const draw = random.next();
  if (level < 5 && draw < 0.12) return object(random, keysOf(random, level), level + 1);
  if (level < 5 && draw < 0.22) return list(random, level + 1);
  if (draw < 0.3) return random.pick(['null', 'true', 'false', '{}', '[]', '{"a":{"b":[""]}}', '[null,"-"]']);
  if (draw < 0.5) return number(random);
  if (draw < 0.65) return quoted(random.pick(ODD_TEXTS), random);
  return quoted(word(random, random.below(20)), random);
}

function object(random: Random, keys: readonly string[], level: number): string {
  const space = random.pick(['', '', '', ' ', '\n\t']);
  const members = keys.map(
    (key) => `${quoted(key, random)}${space}:${space}${hostileJson(random, keys.length > 50 ? 5 : level)}`,
  );
  return `{${space}${members.join(`${space},`)}${space}}`;
}

function list(random: Random, level: number): string {
  return `[${Array.from({ length: random.below(5) }, () => hostileJson(random, level)).join(', ')}]`;
}

function deep(random: Random): string {
  const levels = 10 + random.below(31);
  const opening = Array.from({ length: levels }, () => random.pick(['{"a":', '{"0":1,"-1":2,"b":']));
  return `${opening.join('')}${number(random)}${'}'.repeat(levels)}`;
}

function keysOf(random: Random, level = 0): readonly string[] {
  const kind = random.next();
  if (kind < 0.1) return shuffled(random, colliding(random));
  if (kind < 0.2) return shuffled(random, crowding(random));
  if (kind < 0.21 && level === 0) return words(random, random.below(2000));
  if (kind < 0.3 && level < 2) return words(random, random.below(60));
  return words(random, random.below(10));
}

/** Up to ten keys of one hash, the ninth and tenth of which double Java's table; so few others that it makes no tree. */
function colliding(random: Random): readonly string[] {
  const size = 2 + random.below(9);
  const family = Array.from({ length: size }, (_, i) =>
    i.toString(2).padStart(4, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
  );
  const others = size <= 4 ? 40 : size <= 8 ? 12 - size : 10 - size;
  return [...family, ...words(random, random.below(others + 1))];
}

/** Up to 24 keys in one bucket of 16, which a larger table spreads. */
function crowding(random: Random): readonly string[] {
  const column = random.below(16);
  return Array.from({ length: 1 + random.below(24) }, (_, row) =>
    String.fromCharCode(column + 16 * (row + 3)),
  );
}

/** Some of them twice, some that look like indices. */
function words(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const draw = random.next();
    if (draw < 0.1) return random.pick(ODD_KEYS);
    if (draw < 0.2) return String(random.below(30));
    if (draw < 0.22) return random.pick(['4294967294', '4294967295', '01', '-1', '1.5']);
    return word(random, 1 + random.below(count < 100 ? 12 : 4));
  });
}

function word(random: Random, length: number): string {
  return Array.from({ length }, () => random.pick(LETTERS)).join('');
}

function number(random: Random): string {
  if (random.chance(0.4)) return random.pick(ODD_NUMBERS);
  const sign = random.chance(0.3) ? '-' : '';
  if (random.chance(0.6)) return `${sign}${1 + random.below(9)}${random.digits(random.below(22))}`;
  // few digits and small exponents: beyond them Java before 19 prints more digits than are needed
  const exponent = random.chance(0.5) ? `${random.pick(['e', 'E', 'e-', 'E+'])}${random.below(8)}` : '';
  return `${sign}${random.below(100)}.${random.digits(1 + random.below(3))}${exponent}`;
}

function shuffled(random: Random, items: readonly string[]): readonly string[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** As JSON.stringify writes it, at times with each letter escaped. */
function quoted(text: string, random: Random): string {
  if (!random.chance(0.05)) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, i) =>
    text.charCodeAt(i).toString(16).padStart(4, '0'),
  );
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}
