import { describe, expect, it } from 'vitest';
import { addDays, dayOf, startOfDay } from './day';

describe('UTC days', () => {
  it('are UTC’s on a machine in any time zone (pain 37)', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['Pacific/Auckland', 'America/St_Johns']) {
        process.env['TZ'] = zone;
        expect(new Date(0).getTimezoneOffset()).not.toBe(0);
        expect(dayOf(Date.UTC(2024, 1, 29))).toBe('2024-02-29');
        expect(dayOf(Date.UTC(2024, 1, 29, 23, 59, 59, 999))).toBe('2024-02-29');
        expect(startOfDay('2024-03-01')).toBe(Date.UTC(2024, 2, 1));
        // a day on which New Zealand's clocks change
        expect(addDays('2024-04-07', 1)).toBe('2024-04-08');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('are counted over leap days and the ends of years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
    expect(addDays('2024-01-31', 0)).toBe('2024-01-31');
  });
});
