/** Tests of following role chains. */
import { describe, expect, it } from 'vitest';
import type { ChainStep } from '../../common/actors';
import { chainOf, givenKeys, LONGEST_CHAIN } from './actor_sessions';
import { response } from '../../test/fakes/search_responses';

const step = (actor: string, key: string): ChainStep => ({
  at: '2026-01-01T00:00:00.000Z',
  actor_id: actor,
  actor_name: actor,
  actor_type: 'AssumedRole',
  address: '198.51.100.1',
  access_key_id: key,
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
