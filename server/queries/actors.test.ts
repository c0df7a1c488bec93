/** Tests of which users are on a page. */
import { expect, it } from 'vitest';
import { ACTOR_SORTS, type ActorsRequest } from '../../common/actors';
import { DENIED } from '../../common/event_kinds';
import { actorsSearch } from './actors';
import { request } from '../../test/fakes/search_responses';

const asked = (sort: ActorsRequest['sort']): ActorsRequest => ({
  ...request(),
  search: '',
  sort,
  order: 'desc',
  page: 0,
  page_size: 25,
});

it('puts users in the order of what AWS refused them', () => {
  const { actors } = actorsSearch(asked('denied')).aggs ?? {};
  expect(actors?.terms?.order).toEqual([{ denied: 'desc' }, { _key: 'asc' }]);
  expect(actors?.aggs).toEqual({ denied: { filter: DENIED } });
});

it.each(ACTOR_SORTS)('counts for %s no more than that order needs', (sort) => {
  const counted = Object.keys(actorsSearch(asked(sort)).aggs?.['actors']?.aggs ?? {});
  expect(counted).toEqual(sort === 'events' ? [] : [sort]);
});
