/** Folders of CloudTrail files become buckets in which nothing is lost. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDistinct } from './count_distinct';
import { placeRecords } from './place_records';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const REAL_KEY =
  /^AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Za-z0-9]{16}\.json(\.gz)?$/;
const OWN_KEY =
  /^AWSLogs\/000000000000\/CloudTrail\/us-east-1\/2024\/01\/01\/000000000000_CloudTrail_us-east-1_20240101T0000Z_/;

const event = {
  eventVersion: '1.11',
  eventTime: '2024-05-01T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
};

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'place-records-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A new folder with these files. */
function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(dir, 'd'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

function textOf(body: Buffer | undefined): string {
  return body === undefined ? '' : gunzipSync(body).toString('utf8');
}

function delivery(...records: readonly object[]): string {
  return JSON.stringify({ Records: records });
}

describe('placing the fixtures', { timeout: 60_000 }, () => {
  const placed = placeRecords(FIXTURES);

  it('finds every file and record of the sets', () => {
    expect(placed.totals).toMatchObject({ files: 545, records: 3054, asIs: 14, digests: 0 });
    const ignored = new Set(placed.ignored.map(({ file }) => file.split('/').at(-1)));
    expect(ignored).toEqual(new Set(['LICENSE', 'README.md']));
  });

  it('loses no record: what was read is what lies in the objects, and what is reported as unplaced', () => {
    const read = new Map<string, string[]>();
    for (const set of readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      for (const name of readdirSync(join(FIXTURES, set.name)).filter((file) => file.endsWith('.json'))) {
        const { Records } = JSON.parse(readFileSync(join(FIXTURES, set.name, name), 'utf8')) as {
          Records: object[];
        };
        read.set(
          `${set.name}/${name}`,
          Records.map((record) => JSON.stringify(record)),
        );
      }
    }
    const inBucket = placed.objects.flatMap(({ key, body }) => {
      const text = key.endsWith('.gz') ? textOf(body) : body.toString('utf8');
      return (JSON.parse(text) as { Records: object[] }).Records.map((record) => JSON.stringify(record));
    });
    const unplaced = placed.unplaced.map(({ file, index }) => read.get(file)?.[index] ?? 'not there');
    expect([...inBucket, ...unplaced].sort()).toEqual([...read.values()].flat().sort());
    expect(unplaced).toHaveLength(placed.totals.unplaced);
    expect(placed.totals.placed + placed.totals.unplaced).toBe(placed.totals.records);
  });

  it('reports the records without account, region or time, each with what it lacks', () => {
    expect(placed.totals.unplaced).toBe(32);
    for (const { file, why } of placed.unplaced) {
      expect(file).toMatch(/^panther-analysis\//);
      expect(why).toMatch(/^no (account of 12 digits|region|readable eventTime)/);
    }
  });

  it('gives each object a real key of its own', () => {
    const keys = placed.objects.map(({ key }) => key);
    for (const key of keys) expect(key).toMatch(REAL_KEY);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeLessThanOrEqual(600);
  });

  it('puts each record into the folder of its account and region', () => {
    for (const { key, body } of placed.objects.filter(({ key }) => key.endsWith('.gz'))) {
      const [, account, region] = REAL_KEY.exec(key) ?? [];
      const { Records } = JSON.parse(textOf(body)) as { Records: Record<string, unknown>[] };
      for (const record of Records) {
        expect(record['awsRegion']).toBe(region);
        expect(record['recipientAccountId'] ?? account).toBe(account);
      }
    }
  });

  it('keeps the stamp and the 16 characters of real deliveries', () => {
    expect(placed.objects.map(({ key }) => key.split('/').at(-1))).toContain(
      '111111111111_CloudTrail_eu-central-1_20171211T1505Z_A6kvhMoVeCsc7v8U.json.gz',
    );
    expect(
      placed.objects.filter(({ key }) => key.endsWith('_20230710T1145Z_s7dpHbl38neqZbm2.json.gz')),
    ).toHaveLength(1);
  });

  it('comes to the same objects each time', () => {
    const again = placeRecords(FIXTURES);
    expect(again.objects.map(({ key }) => key)).toEqual(placed.objects.map(({ key }) => key));
    expect(again.objects.every(({ body }, i) => placed.objects[i]?.body.equals(body))).toBe(true);
  });

  it('has 2,734 distinct records, counted by another reader', () => {
    const count = countDistinct(placed.objects);
    expect(count).toMatchObject({
      records: 3022,
      distinct: 2734,
      outOfRange: 0,
      unreadable: [],
      notRecords: 0,
    });
  });
});

describe('placing any folder', () => {
  it('puts good records under real keys and lists each bad file with its reason', () => {
    const real = '111122223333_CloudTrail_eu-west-1_20240501T1005Z_AbCdEfGhIjKlMnOp';
    const truncated = gzipSync(delivery(event)).subarray(0, 60);
    const policy = JSON.stringify({ Statement: 'x'.repeat(100_000) });
    const odd = delivery(
      { ...event, eventID: '1', requestParameters: { policy } },
      { ...event, eventID: '2', requestParameters: 'text' },
      { ...event, eventID: '3', requestParameters: ['list'] },
      { ...event, eventID: '4', requestParameters: null },
      { ...event, eventID: '5', sourceIPAddress: 'AWS Internal' },
      { ...event, eventID: '6', sourceIPAddress: '2003:c5:8f21:4a00::17' },
    );
    const root = folder({
      [`a/${real}.json.gz`]: gzipSync(odd),
      'b/empty.json': '',
      'b/empty.json.gz': '',
      'b/truncated.json.gz': truncated,
      'b/other.json': '{"hello":"world"}',
      'b/list.json': '[1,2,3]',
      'b/garbage.json.gz': 'not gzip, not JSON',
      'notes.txt': 'hello',
    });
    symlinkSync(root, join(root, 'loop'));
    const placed = placeRecords(root);

    expect(placed.totals).toMatchObject({
      files: 7,
      records: 6,
      placed: 6,
      unplaced: 0,
      asIs: 6,
      ignored: 2,
    });
    expect(placed.asIs.map(({ file, why }) => [file, why])).toEqual([
      ['b/empty.json', 'empty file'],
      ['b/empty.json.gz', 'empty file'],
      ['b/garbage.json.gz', 'not JSON'],
      ['b/list.json', 'not CloudTrail'],
      ['b/other.json', 'not CloudTrail'],
      ['b/truncated.json.gz', 'gzip: unexpected end of file'],
    ]);
    for (const { file, key } of placed.asIs) {
      expect(key).toMatch(OWN_KEY);
      expect(key).toMatch(REAL_KEY);
      expect(key.endsWith('.gz')).toBe(file.endsWith('.gz'));
      const original = readFileSync(join(root, file));
      expect(placed.objects.find((object) => object.key === key)?.body.equals(original)).toBe(true);
    }
    const good = placed.objects.find(({ key }) => key.includes('111122223333'));
    expect(good?.key).toBe(`AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/${real}.json.gz`);
    expect(textOf(good?.body)).toBe(odd);
    expect(placed.ignored.map(({ file }) => file)).toEqual(['loop', 'notes.txt']);
  });

  it('splits a mixed file by account, region and day, and keeps the text of each record', () => {
    const texts = [
      '{ "awsRegion":"eu-west-1", "10":1, "9":12345678901234567890, "recipientAccountId":"111122223333","eventTime":"2024-05-01T23:59:59Z"}',
      '{"awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventTime":"2024-05-02T00:00:00Z"}',
      '{"awsRegion":"us-gov-west-1","recipientAccountId":"111122223333","eventTime":"2024-05-01T23:00:00Z"}',
      '{"awsRegion":"eu-west-1","userIdentity":{"accountId":"444455556666"},"eventTime":"2024-05-01 23:00:00"}',
      '{"awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventTime":"2024-05-01T12:00:00Z"}',
    ];
    const placed = placeRecords(folder({ 'mixed.json': `{"Records": [${texts.join(',\n')}]}` }));
    const byFolder = placed.objects.map(({ key, body }) => [
      key.replace(/^AWSLogs\/|_[^_]*$/g, ''),
      textOf(body),
    ]);
    expect(byFolder).toEqual([
      [
        '111122223333/CloudTrail/eu-west-1/2024/05/01/111122223333_CloudTrail_eu-west-1_20240501T2359Z',
        `{"Records":[${texts[0]},${texts[4]}]}`,
      ],
      [
        '111122223333/CloudTrail/eu-west-1/2024/05/02/111122223333_CloudTrail_eu-west-1_20240502T0000Z',
        `{"Records":[${texts[1]}]}`,
      ],
      [
        '111122223333/CloudTrail/us-gov-west-1/2024/05/01/111122223333_CloudTrail_us-gov-west-1_20240501T2300Z',
        `{"Records":[${texts[2]}]}`,
      ],
      [
        '444455556666/CloudTrail/eu-west-1/2024/05/01/444455556666_CloudTrail_eu-west-1_20240501T2300Z',
        `{"Records":[${texts[3]}]}`,
      ],
    ]);
  });

  it('takes a bare record and an array of records for a file of them', () => {
    const placed = placeRecords(
      folder({
        'bare.json': JSON.stringify(event),
        'array.json.gz': gzipSync(JSON.stringify([event, event])),
      }),
    );
    expect(placed.totals).toMatchObject({ files: 2, objects: 2, records: 3, placed: 3, asIs: 0 });
    expect(placed.objects.map(({ body }) => textOf(body))).toEqual([delivery(event, event), delivery(event)]);
  });

  it('reports a record that no key can be made for with its file and place, and places the others', () => {
    const file = JSON.stringify({
      Records: [
        { ...event, recipientAccountId: '42' },
        event,
        7,
        { ...event, awsRegion: 'redacted', eventTime: 'soon' },
      ],
    });
    const placed = placeRecords(folder({ 'x/some.json': file }));
    expect(placed.unplaced).toEqual([
      { file: 'x/some.json', index: 0, why: 'no account of 12 digits' },
      { file: 'x/some.json', index: 2, why: 'not a JSON object' },
      { file: 'x/some.json', index: 3, why: 'no region, no readable eventTime' },
    ]);
    expect(placed.totals).toMatchObject({ records: 4, placed: 1, unplaced: 3, objects: 1 });
    expect(textOf(placed.objects[0]?.body)).toBe(delivery(event));
  });

  it('puts records from before CloudTrail and from the future into days that are looked at', () => {
    const now = Date.UTC(2025, 0, 15, 12, 34);
    const file = delivery(
      { ...event, eventTime: '1970-01-01T00:00:00Z' },
      { ...event, eventTime: '2099-01-01T00:00:00Z' },
    );
    const keys = placeRecords(folder({ 'x.json': file }), { now }).objects.map(({ key }) => key);
    expect(keys[0]).toContain('/2013/11/01/111122223333_CloudTrail_eu-west-1_20131101T0000Z_');
    expect(keys[1]).toContain('/2025/01/15/111122223333_CloudTrail_eu-west-1_20250115T1234Z_');
  });

  it('puts a digest under its real key', () => {
    const digest = JSON.stringify({
      awsAccountId: '111122223333',
      digestStartTime: '2024-05-01T09:00:00Z',
      digestEndTime: '2024-05-01T10:00:00Z',
      digestS3Object:
        'some/prefix/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/05/01/111122223333_CloudTrail-Digest_eu-west-1_my-trail_us-east-1_20240501T100000Z.json.gz',
      logFiles: [],
    });
    const placed = placeRecords(folder({ 'd.json': digest }));
    const key =
      'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/05/01/111122223333_CloudTrail-Digest_eu-west-1_my-trail_eu-west-1_20240501T100000Z.json.gz';
    expect(placed.digests).toEqual([{ file: 'd.json', key }]);
    expect(placed.objects.map(({ body }) => textOf(body))).toEqual([digest]);
    expect(placed.totals).toMatchObject({ files: 1, records: 0, digests: 1 });
  });

  it('keeps two files of the same name apart', () => {
    const name = '111122223333_CloudTrail_eu-west-1_20240501T1005Z_AbCdEfGhIjKlMnOp.json.gz';
    const other = { ...event, eventID: 'other' };
    const placed = placeRecords(
      folder({ [`a/${name}`]: gzipSync(delivery(event)), [`b/${name}`]: gzipSync(delivery(other)) }),
    );
    expect(new Set(placed.objects.map(({ key }) => key)).size).toBe(2);
    expect(placed.objects.map(({ body }) => textOf(body))).toEqual([delivery(event), delivery(other)]);
  });

  it('keeps a real delivery that spans midnight in one object under its own name', () => {
    const name = '111122223333_CloudTrail_eu-west-1_20240502T0005Z_AbCdEfGhIjKlMnOp.json.gz';
    const body = gzipSync(
      delivery(
        { ...event, eventTime: '2024-05-01T23:58:00Z' },
        { ...event, eventTime: '2024-05-02T00:01:00Z' },
      ),
    );
    const placed = placeRecords(folder({ [name]: body }));
    expect(placed.objects.map(({ key }) => key)).toEqual([
      `AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/02/${name}`,
    ]);
    expect(placed.objects[0]?.body.equals(body)).toBe(true);
  });

  it('fails on a folder that is not there', () => {
    expect(() => placeRecords(join(dir, 'none'))).toThrow('ENOENT');
  });
});
