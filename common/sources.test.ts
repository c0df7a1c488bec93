import { describe, expect, it } from 'vitest';
import {
  createSourceRequestSchema,
  credentialsSchema,
  sourceConfigSchema,
  sourceIdParamsSchema,
} from './sources';

const KEY = { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'wJalrXUtnFEMI' };
const REQUEST = { name: 'Audit', bucket: 'my-trail-bucket', credentials: KEY };

function accepts(more: object): boolean {
  return createSourceRequestSchema.safeParse({ ...REQUEST, ...more }).success;
}
function problemOf(more: object): { path: string; message: string } | undefined {
  const issue = createSourceRequestSchema.safeParse({ ...REQUEST, ...more }).error?.issues[0];
  return issue && { path: issue.path.join('.'), message: issue.message };
}

describe('a request for a source', () => {
  it('needs a name, a bucket and credentials; all else has a default', () => {
    expect(createSourceRequestSchema.parse(REQUEST)).toEqual({
      ...REQUEST,
      namespace: 'default',
      prefix: '',
      interval: '1m',
      force_path_style: false,
      requester_pays: false,
    });
    for (const name of ['name', 'bucket', 'credentials'])
      expect(problemOf({ [name]: undefined })?.path).toBe(name);
  });

  it('takes names of buckets, old ones of us-east-1 too, and no URL, ARN or path', () => {
    for (const bucket of ['abc', 'a.b-c.9', 'Old_Bucket.Name', 'x'.repeat(255)])
      expect([bucket, accepts({ bucket })]).toEqual([bucket, true]);
    for (const bucket of [
      '',
      'ab',
      '-abc',
      'abc-',
      'a b',
      's3://bucket',
      'arn:aws:s3:::bucket',
      'bucket/prefix',
      'x'.repeat(256),
      'a\nb',
    ])
      expect([bucket, accepts({ bucket })]).toEqual([bucket, false]);
  });

  it('takes the ARN of a role in every partition, and of nothing else (pain 31)', () => {
    const role = (role_arn: string) => accepts({ credentials: { type: 'role', role_arn } });
    for (const partition of ['aws', 'aws-us-gov', 'aws-cn', 'aws-iso', 'aws-iso-b'])
      expect([partition, role(`arn:${partition}:iam::111122223333:role/path/Reader+=,.@-`)]).toEqual([
        partition,
        true,
      ]);
    for (const arn of [
      '',
      'arn:aws:iam::111122223333:user/alice',
      'arn:aws:iam::1111:role/Reader',
      'arn:aws:sts::111122223333:assumed-role/Reader/x',
      'arn:aws:iam::111122223333:role/Rea der',
      'arn:aws:iam::111122223333:role/',
      ' arn:aws:iam::111122223333:role/Reader',
    ])
      expect([arn, role(arn)]).toEqual([arn, false]);
  });

  it('takes regions of every partition (pain 31)', () => {
    for (const region of [
      'eu-central-1',
      'us-gov-west-1',
      'cn-north-1',
      'us-iso-east-1',
      'us-isob-east-1',
      'eusc-de-east-1',
    ])
      expect([region, accepts({ region })]).toEqual([region, true]);
    for (const region of [
      '',
      'Frankfurt',
      'eu-central',
      'eu_central_1',
      'EU-CENTRAL-1',
      'eu-central-1.evil.example',
    ])
      expect([region, accepts({ region })]).toEqual([region, false]);
  });

  it('takes intervals in the units of Task Manager, and no milliseconds', () => {
    for (const interval of ['30s', '1m', '2h', '1d'])
      expect([interval, accepts({ interval })]).toEqual([interval, true]);
    for (const interval of ['500ms', '0s', '1', 'm', '1.5m', '-1m', '1w', '01m', '100000s', '1m '])
      expect([interval, accepts({ interval })]).toEqual([interval, false]);
  });

  it('takes days of the calendar only', () => {
    for (const start of ['2013-11-01', '2024-02-29'])
      expect([start, accepts({ start })]).toEqual([start, true]);
    for (const start of ['2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '2024-01-01T00:00:00Z', ''])
      expect([start, accepts({ start })]).toEqual([start, false]);
  });

  it('takes namespaces that can be part of an index name', () => {
    for (const namespace of ['default', 'team_a', '9'])
      expect([namespace, accepts({ namespace })]).toEqual([namespace, true]);
    for (const namespace of ['', 'Team', 'a-b', 'a*', 'a,b', '../x', 'a'.repeat(51)])
      expect([namespace, accepts({ namespace })]).toEqual([namespace, false]);
  });

  it('takes prefixes of any depth, up to the length of a key (pain 29)', () => {
    for (const prefix of ['', 'a', 'a/b/c/', 'ä/'])
      expect([prefix, accepts({ prefix })]).toEqual([prefix, true]);
    expect(accepts({ prefix: 'ä'.repeat(512) })).toBe(true);
    expect(accepts({ prefix: 'ä'.repeat(513) })).toBe(false);
  });

  it('takes endpoints of http and https only', () => {
    expect(accepts({ endpoint: 'http://127.0.0.1:9000' })).toBe(true);
    for (const endpoint of [
      '127.0.0.1:9000',
      'file:///etc/passwd',
      'ftp://s3.example.org',
      'javascript:alert(1)',
    ])
      expect([endpoint, accepts({ endpoint })]).toEqual([endpoint, false]);
  });

  it('takes no external id but one in the form of ours', () => {
    const role = { type: 'role', role_arn: 'arn:aws:iam::111122223333:role/Reader', external_id: 'mine' };
    expect(credentialsSchema.parse(role)).not.toHaveProperty('external_id');
    expect(accepts({ external_id: 'mine' })).toBe(false);
    const ours = `${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}.${'s'.repeat(22)}`;
    expect(accepts({ external_id: ours })).toBe(true);
  });

  it('takes nothing that is ours to say', () => {
    const parsed = createSourceRequestSchema.parse({ ...REQUEST, created_by: 'me', slices: 99 });
    for (const name of ['created_by', 'slices']) expect(parsed).not.toHaveProperty(name);
  });

  it('takes three kinds of credentials and never mixes them', () => {
    expect(accepts({ credentials: { type: 'server' } })).toBe(true);
    expect(accepts({ credentials: { ...KEY, session_token: 'token' } })).toBe(true);
    for (const credentials of [
      {},
      { type: 'other' },
      { ...KEY, type: undefined },
      { ...KEY, secret_access_key: '' },
      { ...KEY, access_key_id: 'short' },
    ])
      expect(accepts({ credentials })).toBe(false);
    expect(credentialsSchema.parse({ ...KEY, type: 'server' })).toEqual({ type: 'server' });
  });

  it('is answered without a word of the secret in it', () => {
    const secret = 'c2VjcmV0LXRoYXQtbWF5LW5vdC1hcHBlYXI';
    const wrong = [
      { credentials: { ...KEY, access_key_id: secret } },
      { credentials: { ...KEY, secret_access_key: secret.repeat(100) } },
      { credentials: { ...KEY, type: secret } },
      { credentials: secret },
      { write_key: `${secret}!` },
      { name: secret.repeat(10) },
      { endpoint: `x${secret}` },
    ];
    for (const more of wrong) {
      const { error } = createSourceRequestSchema.safeParse({ ...REQUEST, ...more });
      expect(error).toBeDefined();
      expect(JSON.stringify(error?.issues)).not.toContain(secret);
    }
  });

  it('takes the URL of a queue, and nothing that only looks like one', () => {
    const queue = (url: string) => ({ sqs: { queue_url: url } });
    expect(problemOf(queue('https://sqs.eu-central-1.amazonaws.com/111122223333/trail'))).toBeUndefined();
    for (const url of [
      'arn:aws:sqs:eu-central-1:111122223333:trail',
      'https://sqs.eu-central-1.amazonaws.com/trail',
      'https://user:pw@sqs.eu-central-1.amazonaws.com/111122223333/trail',
      'https://sqs.eu-central-1.amazonaws.com/111122223333/trail?x=1',
      'ftp://sqs.eu-central-1.amazonaws.com/111122223333/trail',
    ])
      expect(problemOf(queue(url))?.path).toBe('sqs.queue_url');
  });
});

describe('what is kept of a source', () => {
  it('has no room for a secret', () => {
    const config = {
      ...REQUEST,
      namespace: 'default',
      prefix: '',
      force_path_style: false,
      requester_pays: false,
      interval: '1m',
      start: '2024-01-31',
      credentials: { ...KEY, access_key_id_end: 'MPLE' },
      write_key: {
        id: 'key-id',
        owner: 'elastic',
        created_at: '2024-01-31T00:00:00.000Z',
        is_granted: true,
        encoded: 'secret',
      },
      slices: 2,
      created_at: '2024-01-31T00:00:00.000Z',
      created_by: 'elastic',
    };
    const kept = JSON.stringify(sourceConfigSchema.parse(config));
    expect(kept).not.toContain(KEY.secret_access_key);
    expect(kept).not.toContain(KEY.access_key_id);
    expect(kept).not.toContain('encoded');
  });

  it('is asked for by UUID only', () => {
    expect(sourceIdParamsSchema.safeParse({ id: '1b4e28ba-2fa1-4d24-883f-0016d3cca427' }).success).toBe(true);
    for (const id of ['', '1', '../../x', '*'])
      expect(sourceIdParamsSchema.safeParse({ id }).success).toBe(false);
  });
});
