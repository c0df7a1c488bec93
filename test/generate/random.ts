/** Seeded randomness: the same seed gives the same choices on every machine. */
import { createHash } from 'node:crypto';

const HEX = '0123456789abcdef';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface Weighted {
  /** How often this one is chosen, in proportion to the others. */
  readonly weight: number;
}

export class Random {
  private readonly state: [number, number, number, number];

  constructor(private readonly seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.state = [hash.readUInt32LE(0), hash.readUInt32LE(4), hash.readUInt32LE(8), hash.readUInt32LE(12)];
  }

  /** Another stream, which does not depend on what was drawn from this one. */
  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    // sfc32, from Chris Doty-Humphrey's PractRand: small, fast, passes its tests.
    const [a, b, c, d] = this.state;
    const sum = (((a + b) | 0) + d) | 0;
    this.state[3] = (d + 1) | 0;
    this.state[0] = b ^ (b >>> 9);
    this.state[1] = (c + (c << 3)) | 0;
    this.state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  /** The first of the choices much oftener than the last. */
  pickEarly<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(choices.length * this.next() ** 2)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  pickWeighted<T extends Weighted>(choices: readonly T[]): T {
    const total = choices.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.next() * total;
    for (const choice of choices) {
      left -= choice.weight;
      if (left < 0) return choice;
    }
    return this.pick(choices);
  }

  /** Log-normal: most draws near `median`, a few many times as large. */
  around(median: number, spread: number): number {
    const gauss = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * gauss);
  }

  hex(length: number): string {
    return this.characters(HEX, length);
  }

  /** As in the ids of users, roles and access keys. */
  base32(length: number): string {
    return this.characters(BASE32, length);
  }

  alphanumeric(length: number): string {
    return this.characters(ALPHANUMERIC, length);
  }

  digits(length: number): string {
    return this.characters('0123456789', length);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${this.characters('89ab', 1)}${this.hex(3)}-${this.hex(12)}`;
  }

  private characters(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.below(alphabet.length)];
    return text;
  }
}

const lasting = new Map<string, string>();

/** A text that belongs to a label for good, whatever the seed: ids of users, roles and machines. */
export function lastingId(label: string, draw: (random: Random) => string): string {
  const known = lasting.get(label);
  if (known !== undefined) return known;
  const drawn = draw(new Random(label));
  lasting.set(label, drawn);
  return drawn;
}
