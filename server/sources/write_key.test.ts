import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../errors';
import { idOfEncodedKey, neededPrivileges, requirePrivileges, writeKeyRole } from './write_key';

type Asked = { index: { names: string[]; privileges: string[] }[] };

/** Says of each right whether it is there. */
function client(has: (index: string, right: string) => boolean): Client {
  const hasPrivileges = async ({ index }: Asked) => ({
    index: Object.fromEntries(
      index.flatMap(({ names, privileges }) =>
        names.map((name) => [name, Object.fromEntries(privileges.map((right) => [right, has(name, right)]))]),
      ),
    ),
  });
  return { security: { hasPrivileges } } as unknown as Client;
}
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('requirePrivileges', () => {
  it('returns when nothing is missing', async () => {
    await expect(
      requirePrivileges(
        client(() => true),
        'default',
        'User alice',
      ),
    ).resolves.toBeUndefined();
  });

  it('names who lacks which right on which index, and nothing else', async () => {
    const lacking = client(
      (index, right) =>
        !(index === 'cloudtrail-events-team-*' && ['create_doc', 'delete_index'].includes(right)) &&
        !(index === 'cloudtrail-state' && right === 'index'),
    );
    const error = await errorOf(requirePrivileges(lacking, 'team', 'User alice'));
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).code).toBe('missing_privileges');
    const { message } = error as SourceError;
    expect(message).toContain('User alice lacks');
    expect(message).toContain(
      'create_doc, delete_index on cloudtrail-events-team-*; index on cloudtrail-state',
    );
    expect(message).not.toContain('read');
    expect(message).not.toContain('cloudtrail-failures');
  });

  it('says that a key which Elasticsearch does not accept is not accepted', async () => {
    const refuse = async () => {
      throw Object.assign(new Error('x'), { meta: { statusCode: 401, body: {} } });
    };
    const error = await errorOf(
      requirePrivileges(
        { security: { hasPrivileges: refuse } } as unknown as Client,
        'default',
        'The write key',
      ),
    );
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).message).toBe('The write key is not accepted by Elasticsearch.');
  });
});

describe('the rights of a write key', () => {
  it('let it add events and never change or remove one', () => {
    const events = neededPrivileges('default').filter(({ names }) =>
      names.some((name) => name.startsWith('cloudtrail-events-')),
    );
    expect(events).toHaveLength(1);
    for (const right of ['index', 'write', 'delete', 'all', 'manage', 'create'])
      expect(events[0]?.privileges).not.toContain(right);
    expect(events[0]?.privileges).toContain('create_doc');
  });

  it('reach no other namespace and nothing of the cluster', () => {
    const names = neededPrivileges('team').flatMap((needed) => needed.names);
    expect(names).toEqual([
      'cloudtrail-events-team-*',
      'cloudtrail-state',
      'cloudtrail-health',
      'cloudtrail-failures-team',
    ]);
    expect(writeKeyRole('team')).toEqual({
      cloudtrail_writer: { cluster: [], indices: neededPrivileges('team') },
    });
  });
});

describe('idOfEncodedKey', () => {
  it('gives the id and never the secret', () => {
    expect(idOfEncodedKey(Buffer.from('the-id:the-secret').toString('base64'))).toBe('the-id');
  });
});
