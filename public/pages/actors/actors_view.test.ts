/** Tests of what the address says about the table of users. */
import { expect, it } from 'vitest';
import { ACTOR_SORTS } from '../../../common/actors';
import { actorsView } from './actors_view';

it.each(ACTOR_SORTS)('keeps the order by %s', (sort) => {
  expect(actorsView({ sort })).toMatchObject({ sort });
});

it('goes by the number of events where the address names no order', () => {
  for (const said of [undefined, {}, { sort: 'name' }, { sort: 'constructor' }]) {
    expect(actorsView(said).sort).toBe('events');
  }
});
