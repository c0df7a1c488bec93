/** Tests of following role chains. */
import { describe, expect, it } from 'vitest';
import type { ChainStep } from '../../common/actors';
import { response } from '../../test/fakes/search_responses';
import {
  chainOf,
  givenKeys,
  isOfRole,
  LONGEST_CHAIN,
  namedSessions,
  namedSessionsSearch,
} from './actor_sessions';

const step = (actor: string, key: string): ChainStep => ({
  at: '2026-01-01T00:00:00.000Z',
  actor_id: actor,
  actor_name: actor,
  actor_type: 'AssumedRole',
  address: '198.51.100.1',
  access_key_id: key,
  arn: actor,
  found_by: 'key',
});

describe('chainOf', () => {
  it('goes back step by step, and ends where nothing tells', () => {
    const known = new Map([
      ['ASIA3', step('second', 'ASIA2')],
      ['ASIA2', step('first', 'AKIA1')],
    ]);
    expect(chainOf('ASIA3', known).map(({ actor_name: name }) => name)).toEqual(['second', 'first']);
    expect(chainOf('ASIA9', known)).toEqual([]);
  });

  it('never goes round in a circle, nor further than chains are', () => {
    const circle = new Map([
      ['A', step('a', 'B')],
      ['B', step('b', 'A')],
    ]);
    expect(chainOf('A', circle)).toHaveLength(2);
    const long = new Map(Array.from({ length: 20 }, (_, i) => [`K${i}`, step(`s${i}`, `K${i + 1}`)]));
    expect(chainOf('K0', long)).toHaveLength(LONGEST_CHAIN);
  });
});

describe('givenKeys', () => {
  it('reads who was given which key, once each, and passes over what says too little', () => {
    const call = (given: string | undefined, id: string | undefined) => ({
      _id: 'x',
      _source: {
        '@timestamp': '2026-01-01T00:00:00Z',
        cloudtrail: { actor: { id, name: 'ana', type: 'IAMUser' } },
        source: { address: '198.51.100.1' },
        aws: {
          cloudtrail: {
            user_identity: { access_key_id: 'AKIA1' },
            flattened: { response_elements: { credentials: { accessKeyId: given } } },
          },
        },
      },
    });
    const hits = [
      call('ASIA1', 'ana'),
      call('ASIA1', 'again'),
      call(undefined, 'ana'),
      call('ASIA2', undefined),
    ];
    const found = givenKeys(response(4, {}, hits));
    expect([...found.keys()]).toEqual(['ASIA1']);
    expect(found.get('ASIA1')).toMatchObject({ actor_id: 'ana', access_key_id: 'AKIA1' });
  });
});

describe('where the answer with the key is not there', () => {
  const ARN = 'arn:aws:sts::111122223333:assumed-role/admin/ana';
  const holder = { key: 'ASIA1', arn: ARN, since: '2026-01-02T12:00:00.000Z' };
  const call = (actor: string, assumedRoleUser: unknown) => ({
    _source: {
      '@timestamp': '2026-01-02T11:00:00Z',
      cloudtrail: { actor: { id: actor, name: actor, type: 'IAMUser' } },
      aws: {
        cloudtrail: {
          user_identity: { access_key_id: 'AKIA1', arn: actor },
          ...(typeof assumedRoleUser === 'string'
            ? { response_elements: assumedRoleUser }
            : { flattened: { response_elements: { assumedRoleUser } } }),
        },
      },
    },
  });
  const named = (...hits: readonly object[]) =>
    namedSessions(response(0, { holder_0: { last: { hits: { hits } } } }), [holder]).get('ASIA1');

  it('takes the last call of the 36 hours before that gave a session of the same role and name', () => {
    const { aggs } = namedSessionsSearch([holder]);
    expect(aggs?.['holder_0']?.filter?.bool?.filter).toContainEqual({
      range: { '@timestamp': { gte: '2026-01-01T00:00:00.000Z', lte: '2026-01-02T12:00:00.000Z' } },
    });
    expect(named(call('ana', { arn: ARN }))).toMatchObject({
      actor_id: 'ana',
      access_key_id: 'AKIA1',
      found_by: 'session_name',
    });
    expect(named()).toBeUndefined();
  });

  it('reads the session’s name from text, too, and takes no longer name for it', () => {
    const text = (arn: string) => `{assumedRoleUser={assumedRoleId=AROA:x, arn=${arn}}, packedPolicySize=1}`;
    expect(named(call('eve', text(`${ARN}-too`)), call('ana', text(ARN)))?.actor_id).toBe('ana');
    expect(named(call('eve', text(`${ARN}-too`)))).toBeUndefined();
  });

  it('goes by the name of sessions of roles only', () => {
    expect(isOfRole(holder)).toBe(true);
    expect(isOfRole({ ...holder, arn: 'arn:aws:iam::111122223333:user/ana' })).toBe(false);
  });
});
