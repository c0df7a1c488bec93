/** Tests of narrowing requests to one actor. */
import { expect, it } from 'vitest';
import { requestOfActor } from './of_actor';

it('adds the actor to whatever is asked', () => {
  const request = { from: 'a', to: 'b', time_zone: 'UTC' };
  const actor = { term: { 'cloudtrail.actor.id': 'ana' } };
  expect(requestOfActor(request, 'ana')).toEqual({ ...request, query: { bool: { filter: [actor] } } });
  const query = { match_all: {} };
  expect(requestOfActor({ ...request, query }, 'ana').query).toEqual({ bool: { filter: [query, actor] } });
});
