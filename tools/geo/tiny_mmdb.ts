/** Writes small MMDB files, so that tests can open databases of any form. Format: https://maxmind.github.io/MaxMind-DB/ */

export type MmdbValue =
  string | number | readonly MmdbValue[] | { readonly [key: string]: MmdbValue } | { readonly uint: number };

export interface TinyMmdb {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  /** By the network's leading bits: see `bitsOf`. */
  readonly networks: readonly (readonly [bits: string, record: MmdbValue])[];
}

type Node = [left: Node | number | undefined, right: Node | number | undefined];

const RECORD_BITS = 24;
const DATA_SEPARATOR = Buffer.alloc(16);
const METADATA_MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');

/** The first `length` bits of a network, as `0`s and `1`s. `bytes` are the address's leading bytes. */
export function bitsOf(bytes: readonly number[], length: number): string {
  return bytes
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(length, '0')
    .slice(0, length);
}

/** The file's bytes. In a database of `ipVersion` 6, IPv4 networks are those that begin with 96 zeros. */
export function writeTinyMmdb({ type, ipVersion, networks }: TinyMmdb): Buffer {
  const root: Node = [undefined, undefined];
  const data: Buffer[] = [];
  let dataLength = 0;
  for (const [bits, record] of networks) {
    insert(root, bits, dataLength);
    const bytes = encode(record);
    data.push(bytes);
    dataLength += bytes.length;
  }
  const nodes: Node[] = [];
  collect(root, nodes);
  const indexes = new Map(nodes.map((node, index) => [node, index]));
  const tree = Buffer.alloc((nodes.length * RECORD_BITS * 2) / 8);
  nodes.forEach((node, index) =>
    node.forEach((child, side) => {
      const value =
        typeof child === 'object'
          ? (indexes.get(child) ?? 0)
          : nodes.length + (child === undefined ? 0 : DATA_SEPARATOR.length + child);
      tree.writeUIntBE(value, index * 6 + side * 3, 3);
    }),
  );
  const metadata = encode({
    node_count: { uint: nodes.length },
    record_size: { uint: RECORD_BITS },
    ip_version: { uint: ipVersion },
    database_type: type,
    languages: ['en'],
    binary_format_major_version: { uint: 2 },
    binary_format_minor_version: { uint: 0 },
    build_epoch: { uint: 1_700_000_000 },
    description: { en: 'made for a test' },
  });
  return Buffer.concat([tree, DATA_SEPARATOR, ...data, METADATA_MARKER, metadata]);
}

function insert(node: Node, bits: string, dataOffset: number): void {
  const side = bits[0] === '1' ? 1 : 0;
  if (bits.length === 1) {
    node[side] = dataOffset;
    return;
  }
  const child = node[side] ?? [undefined, undefined];
  if (typeof child === 'number') throw new Error('networks overlap');
  node[side] = child;
  insert(child, bits.slice(1), dataOffset);
}

function collect(node: Node, into: Node[]): void {
  into.push(node);
  for (const child of node) if (typeof child === 'object') collect(child, into);
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  if ('uint' in value && typeof value.uint === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value.uint);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const entries = Object.entries(value as Readonly<Record<string, MmdbValue>>);
  return Buffer.concat([control(7, entries.length), ...entries.flat().map(encode)]);
}

/** The control byte or bytes: type and size. Types above 7 take a second byte, sizes above 28 a third. */
function control(type: number, size: number): Buffer {
  const [inline, more] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type > 7 ? [inline, type - 7, ...more] : [(type << 5) | inline, ...more]);
}
