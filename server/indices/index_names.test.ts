import { describe, expect, it } from 'vitest';
import { eventsIndex, eventsPattern, lastDayOf } from './index_names';

describe('the index of an event', () => {
  it('is that of the month or the day in which it happened, in UTC (pain 37)', () => {
    const last = Date.UTC(2023, 11, 31, 23, 59, 59, 999);
    expect(eventsIndex('default', 'month', last)).toBe('cloudtrail-events-default-2023.12');
    expect(eventsIndex('default', 'month', last + 1)).toBe('cloudtrail-events-default-2024.01');
    expect(eventsIndex('default', 'day', last)).toBe('cloudtrail-events-default-2023.12.31');
    expect(eventsIndex('default', 'day', last + 1)).toBe('cloudtrail-events-default-2024.01.01');
  });

  it('is found by its namespace’s pattern', () => {
    const start = eventsPattern('team').slice(0, -1);
    for (const period of ['month', 'day'] as const)
      expect(eventsIndex('team', period, 0).startsWith(start)).toBe(true);
    expect(eventsIndex('teams', 'day', 0).startsWith(start)).toBe(false);
  });
});

describe('lastDayOf', () => {
  it.each([
    ['cloudtrail-events-a-2024.02', '2024-02-29'],
    ['cloudtrail-events-a-2023.02', '2023-02-28'],
    ['cloudtrail-events-a-2023.12', '2023-12-31'],
    ['cloudtrail-events-a-2024.02.29', '2024-02-29'],
  ])('knows until when %s goes', (index, day) => expect(lastDayOf('a', index)).toBe(day));

  it.each([
    'cloudtrail-events-ab-2024.02',
    'cloudtrail-events-b-2024.02',
    'cloudtrail-events-a-2024',
    'cloudtrail-events-a-2024.13',
    'cloudtrail-events-a-2023.02.29',
    'cloudtrail-events-a-2024.02-000001',
    'cloudtrail-events-a-2024.02.01.restored',
    'cloudtrail-failures-a',
    'x-cloudtrail-events-a-2024.02',
  ])('knows nothing of %s', (index) => expect(lastDayOf('a', index)).toBeUndefined());
});
