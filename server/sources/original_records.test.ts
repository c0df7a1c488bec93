/** Tests of loading original records: only what the document says, only through a source that fits, never what is redacted or not kept. */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { WholeEvent } from '../../common/events';
import type { NamespaceSettings } from '../../common/namespaces';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import type { SourceConfig } from '../../common/sources';
import { OriginalRecords } from './original_records';

const KEY =
  'trail/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/25/111122223333_CloudTrail_eu-west-1_20261125T1000Z_abc.json.gz';
const RECORDS = [
  { eventID: 'one', secret: 1 },
  { eventID: 'two', big: 'x'.repeat(100) },
];
const FILE = JSON.stringify({ Records: RECORDS });
const SECOND = FILE.indexOf('{"eventID":"two"');

function event(parts: { key?: string; offset?: number; namespace?: string } = {}): WholeEvent {
  const { key = KEY, offset = SECOND, namespace = 'default' } = parts;
  const source = {
    data_stream: { namespace },
    aws: { s3: { bucket: { name: 'logs' }, object: { key } } },
    log: { offset },
  };
  return { id: 'id', index: 'i', source, row: {} as WholeEvent['row'] };
}

function setup({ kept = {}, prefix = 'trail' }: { kept?: Partial<NamespaceSettings>; prefix?: string } = {}) {
  const opened: string[] = [];
  const closed: string[] = [];
  const config = { bucket: 'logs', namespace: 'default', prefix } as SourceConfig;
  const other = { bucket: 'others', namespace: 'default', prefix: '' } as SourceConfig;
  const originals = new OriginalRecords({
    repository: {
      list: async () =>
        [other, config].map((one, i) => ({
          id: String(i),
          config: one,
          status: { problem: null, asked_at: null },
        })),
      readSecrets: async () => ({}) as never,
    },
    namespaces: { settingsOf: async () => ({ ...DEFAULT_NAMESPACE_SETTINGS, ...kept }) },
    openStore: async ({ bucket }) => ({
      open: async (key: string) => {
        opened.push(`${bucket}/${key}`);
        return Readable.from([gzipSync(FILE)]);
      },
      close: () => closed.push(bucket),
    }),
    limits: { maxObjectBytes: 1e6, maxRecordBytes: 1e6 },
  });
  const { signal } = new AbortController();
  const read = (asked: WholeEvent, mayManage = false) => originals.read(asked, mayManage, signal);
  return { read, opened, closed };
}

describe('OriginalRecords', () => {
  it('gives the record byte for byte, and lets go of the store', async () => {
    const { read, opened, closed } = setup();
    expect(await read(event())).toEqual({
      record: JSON.stringify(RECORDS[1]),
      object: `s3://logs/${KEY}`,
      offset: SECOND,
    });
    expect(opened).toEqual([`logs/${KEY}`]);
    expect(closed).toEqual(['logs']);
  });

  it.each<[string, Partial<NamespaceSettings>]>([
    ['redacts', { redaction: [{ field: 'requestParameters.x', action: 'drop' }] }],
    ['keeps no parameters', { free_form: 'none' }],
  ])('reads nothing where the namespace %s, but for who manages sources', async (_what, kept) => {
    const { read, opened } = setup({ kept });
    await expect(read(event())).rejects.toMatchObject({ code: 'original_redacted' });
    expect(opened).toEqual([]);
    expect((await read(event(), true)).record).toContain('two');
  });

  it('reads where the whole record lies in the event anyway, whatever is kept beside it', async () => {
    const { read } = setup({ kept: { free_form: 'none', keep_original: true } });
    expect((await read(event())).record).toContain('two');
  });

  it.each([
    ['another namespace', event({ namespace: 'other' })],
    ['a key beside the prefix', event({ key: KEY.replace('trail/', 'secret/') })],
    ['an object that is no log file', event({ key: 'trail/passwords.txt' })],
    ['no key, as where the reader may not see it', event({ key: '' })],
    ['no offset', event({ offset: NaN })],
  ])('opens nothing for %s, whoever wrote the document', async (_what, asked) => {
    const { read, opened } = setup();
    await expect(read(asked, true)).rejects.toMatchObject({ code: 'original_not_found' });
    expect(opened).toEqual([]);
  });

  it('gives no part of a file but a record', async () => {
    const { read, closed } = setup();
    await expect(read(event({ offset: SECOND + 3 }))).rejects.toMatchObject({ code: 'original_not_found' });
    await expect(read(event({ offset: 999_999 }))).rejects.toMatchObject({ code: 'original_not_found' });
    expect(closed).toEqual(['logs', 'logs']);
  });
});
