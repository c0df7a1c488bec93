import { describe, expect, it } from 'vitest';
import type { AccountRegionResponse, SourceResponse } from '../../common/sources';
import { toAwsError } from '../aws/aws_errors';
import { ElasticsearchError, SourceError } from '../errors';
import type { DiagnosticsHost } from './diagnostics';
import { diagnose } from './diagnostics';
import { keyNotes } from './lend_write_key';

const SOURCE = {
  id: 'the-id',
  name: 'Our trail',
  bucket: 'trails',
  namespace: 'team',
  credentials: { type: 'role', role_arn: 'the-role', external_id: 'the-external-id' },
  created_by: 'alice',
  updated_by: 'bob',
  write_key: { id: 'the-key-id', owner: 'carol', created_at: '2026-01-01T00:00:00Z', is_granted: true },
} as unknown as SourceResponse;
const place = (region: string, change: object = {}) =>
  ({ region, gap: null, objects_waiting: 0, ...change }) as AccountRegionResponse;

function host(change: Partial<DiagnosticsHost['sources']> = {}): DiagnosticsHost {
  return {
    sources: {
      get: async () => SOURCE,
      status: async () => ({ state: 'idle' }) as never,
      runs: async () => ({ runs: [] }),
      failures: async () => ({
        total: 3,
        reasons: [{ reason: 'bad_gzip', count: 3 }],
        failures: [{ key: 'AWSLogs/secret-key', raw: 'the record' }] as never,
        after: null,
      }),
      ...change,
    },
    control: {
      accountRegions: async () => ({
        account_regions: [place('a'), place('b', { objects_waiting: 4 }), place('c', { gap: {} })],
      }),
    },
    namespaces: { settingsOf: async () => ({ retention_days: 30 }) as never },
    kibanaVersion: '8.12.2',
    now: () => Date.UTC(2026, 0, 31),
  };
}

describe('diagnostics', () => {
  it('hold the source, its namespace, status, places, runs and failures, and the versions', async () => {
    expect(await diagnose(host(), 'the-id')).toMatchObject({
      made_at: '2026-01-31T00:00:00.000Z',
      versions: {
        plugin: expect.stringMatching(/^\d+\.\d+\.\d+/),
        kibana: '8.12.2',
        node: process.versions.node,
      },
      source: { id: 'the-id', bucket: 'trails', credentials: { type: 'role', has_external_id: true } },
      namespace: { retention_days: 30 },
      status: { state: 'idle' },
      account_regions: [{ region: 'c' }, { region: 'b' }, { region: 'a' }],
      runs: [],
      failures: { total: 3, reasons: [{ reason: 'bad_gzip', count: 3 }] },
    });
  });

  it('hold no names of people, no external id, no key, and nothing of a record', async () => {
    const text = JSON.stringify(await diagnose(host(), 'the-id'));
    for (const hidden of [
      'alice',
      'bob',
      'carol',
      'the-external-id',
      'the-key-id',
      'secret-key',
      'the record',
    ])
      expect(text).not.toContain(hidden);
  });

  it('hold no names of people and no keys of files where notes, problems, runs and gaps are told', async () => {
    const refused = toAwsError(Object.assign(new Error(), { name: 'AccessDenied' }), {
      action: 's3:GetObject',
      bucket: 'trails',
      key: 'ours/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/secret file.json.gz',
      identity: 'the access key ending in MPLE',
      server: 'S3 in eu-west-1',
    });
    const { message } = refused;
    expect(message).toContain('secret file');
    const notes = keyNotes(SOURCE, 0);
    expect(notes).toHaveLength(1);
    const found = await diagnose(
      host({
        status: async () => ({ problem: { message }, gaps: [{ message }], notes }) as never,
        runs: async () => ({ runs: [{ problem: { code: refused.code, message } }] as never }),
      }),
      'the-id',
    );
    const shown = message.replace('111122223333/CloudTrail/eu-west-1/2026/01/30/secret file.json.gz', '…');
    expect(found).toMatchObject({
      status: { problem: { message: shown }, gaps: [{ message: shown }], notes },
      runs: [{ problem: { message: shown } }],
    });
    expect(JSON.stringify(found)).not.toContain('carol');
  });

  it('say the folder that may not be listed, which is no file', async () => {
    const message = toAwsError(Object.assign(new Error(), { name: 'AccessDenied' }), {
      action: 's3:ListBucket',
      bucket: 'trails',
      prefix: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/',
      identity: 'the access key ending in MPLE',
      server: 'S3 in eu-west-1',
    }).message;
    const found = await diagnose(host({ status: async () => ({ problem: { message } }) as never }), 'the-id');
    expect(found.status).toEqual({ problem: { message } });
  });

  it('say of what can’t be read why, and tell the rest', async () => {
    const refuse = async () => {
      throw new ElasticsearchError('elasticsearch_unreachable', 'No answer.');
    };
    const found = await diagnose(host({ status: refuse, runs: refuse }), 'the-id');
    const error = { code: 'elasticsearch_unreachable', message: 'No answer.' };
    expect(found).toMatchObject({ status: { error }, runs: { error }, failures: { total: 3 } });
  });

  it('of no source are refused', async () => {
    const get = async () => {
      throw new SourceError('source_not_found', 'There is no such source.');
    };
    await expect(diagnose(host({ get }), 'x')).rejects.toMatchObject({ code: 'source_not_found' });
  });
});
