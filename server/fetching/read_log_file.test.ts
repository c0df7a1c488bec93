import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AwsError, ObjectError } from '../errors';
import { readLogFile } from './read_log_file';

const MEBIBYTE = 1024 * 1024;
const LIMITS = { maxObjectBytes: 64 * MEBIBYTE, maxRecordBytes: MEBIBYTE };

interface Read {
  readonly records: readonly (string | undefined)[];
  readonly end: string;
}

/** The records, then the kind of file or the code of what went wrong. */
async function read(stored: Readable | Buffer, limits = LIMITS): Promise<Read> {
  const records: (string | undefined)[] = [];
  const groups = readLogFile(stored, limits);
  try {
    for (;;) {
      const next = await groups.next();
      if (next.done === true) return { records, end: next.value };
      records.push(...next.value.map(({ bytes }) => bytes?.toString()));
    }
  } catch (error) {
    if (!(error instanceof ObjectError || error instanceof AwsError)) throw error;
    return { records, end: error.code };
  }
}
const ofBytes = (...chunks: Buffer[]) => Readable.from(chunks);
const records = (count: number) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ eventID: `e${i}` }));
const file = (count: number) => Buffer.from(`{"Records":[${records(count).join(',')}]}`);

/** Zeros within one string of one record, gzipped as a stream: small as stored, large when uncompressed. */
function bomb(bytes: number): Readable {
  const block = Buffer.alloc(MEBIBYTE, 'x');
  function* content() {
    yield Buffer.from('{"Records":[{"eventID":"first"},{"a":"');
    for (let i = 0; i < bytes; i += block.length) yield block;
    yield Buffer.from('"}]}');
  }
  return Readable.from(content()).pipe(createGzip({ level: 1 }));
}

describe('readLogFile', () => {
  it('reads gzip and plain JSON alike', async () => {
    for (const bytes of [file(3), gzipSync(file(3))])
      expect(await read(ofBytes(bytes))).toEqual({ records: records(3), end: 'log' });
  });

  it('reads gzip of several members, and any cut of the stream into chunks', async () => {
    const bytes = file(50);
    const members = Buffer.concat([gzipSync(bytes.subarray(0, 200)), gzipSync(bytes.subarray(200))]);
    const chunks = [];
    for (let i = 0; i < members.length; i += 7) chunks.push(members.subarray(i, i + 7));
    expect(await read(ofBytes(...chunks))).toEqual({ records: records(50), end: 'log' });
  });

  it('passes over a byte order mark', async () => {
    const withMark = Buffer.concat([Buffer.from('\u{feff}'), file(1)]);
    expect(await read(ofBytes(gzipSync(withMark)))).toEqual({ records: records(1), end: 'log' });
  });

  it('tells an empty object, and one that holds nothing when uncompressed', async () => {
    expect((await read(ofBytes())).end).toBe('empty_object');
    expect((await read(ofBytes(gzipSync(Buffer.alloc(0))))).end).toBe('empty_object');
  });

  it('gives the records before the place where gzip is cut off, and then says that it is', async () => {
    // random text, so that what is cut off is not all of it
    const many = Array.from({ length: 20_000 }, (_, i) => `{"i":${i},"r":"${Math.random()}"}`);
    const bytes = gzipSync(Buffer.from(`{"Records":[${many.join(',')}]}`));
    const result = await read(ofBytes(bytes.subarray(0, bytes.length * 0.8)));
    expect(result.end).toBe('bad_gzip');
    expect(result.records.length).toBeGreaterThan(1000);
    expect(result.records).toEqual(many.slice(0, result.records.length));
  });

  it('says that damaged gzip is damaged', async () => {
    const bytes = gzipSync(file(1000));
    bytes.fill(0xff, 40, 60);
    expect((await read(ofBytes(bytes))).end).toBe('bad_gzip');
  });

  it('refuses a gzip bomb at the limit of uncompressed bytes, in little memory (pain 16)', async () => {
    const before = process.memoryUsage();
    let peak = 0;
    const watch = setInterval(() => {
      const { arrayBuffers } = process.memoryUsage();
      peak = Math.max(peak, arrayBuffers - before.arrayBuffers);
    }, 5);
    try {
      const result = await read(bomb(256 * MEBIBYTE), LIMITS);
      expect(result).toEqual({ records: ['{"eventID":"first"}'], end: 'object_too_large' });
      expect(peak).toBeGreaterThan(0);
      expect(peak).toBeLessThan(40 * MEBIBYTE);
    } finally {
      clearInterval(watch);
    }
  }, 60_000);

  it('passes over one record that is too large, and takes the rest (pain 16)', async () => {
    const result = await read(bomb(8 * MEBIBYTE));
    expect(result).toEqual({ records: ['{"eventID":"first"}', undefined], end: 'log' });
  });

  it('hands on a fault of S3 as it is, so that the object stays open', async () => {
    for (const bytes of [file(2000), gzipSync(file(2000))]) {
      const fault = new AwsError('aws_unreachable', 'broke off');
      async function* broken() {
        yield bytes.subarray(0, bytes.length / 2);
        throw fault;
      }
      expect((await read(Readable.from(broken()))).end).toBe('aws_unreachable');
    }
  });

  it('reads what lies in memory as it reads a stream, be it damaged, cut off or too large', async () => {
    const whole = gzipSync(file(30_000));
    const spoilt = Buffer.from(whole);
    spoilt.fill(0, spoilt.length >> 1);
    const followed = gzipSync(Buffer.concat([file(30_000), Buffer.from('{')]));
    const all = [whole, spoilt, followed, whole.subarray(0, -20), file(3), gzipSync(''), Buffer.alloc(0)];
    for (const stored of all) {
      for (const limits of [LIMITS, { ...LIMITS, maxObjectBytes: 300_000 }])
        expect(await read(stored, limits)).toEqual(await read(ofBytes(stored), limits));
    }
  });

  it('lets go of the stream when nobody takes the rest', async () => {
    const stored = ofBytes(gzipSync(file(1000)));
    const groups = readLogFile(stored, LIMITS);
    await groups.next();
    await groups.return('log');
    expect(stored.destroyed).toBe(true);
  });

  it('says what is not CloudTrail’s', async () => {
    expect((await read(ofBytes(Buffer.from('hello')))).end).toBe('not_cloudtrail');
    expect((await read(ofBytes(gzipSync(Buffer.from('{"a":1}'))))).end).toBe('not_cloudtrail');
  });
});
