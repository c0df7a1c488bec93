/** Tests of filter pills. */
import { describe, expect, it } from 'vitest';
import { narrowsEvents, phraseFilter } from './filters';

describe('phraseFilter', () => {
  it('matches the value as a whole and can be edited as a phrase in the filter bar', () => {
    const filter = phraseFilter('view-1', 'event.action', 'ConsoleLogin');
    expect(filter.query).toEqual({ match_phrase: { 'event.action': 'ConsoleLogin' } });
    expect(filter.meta).toMatchObject({
      index: 'view-1',
      key: 'event.action',
      type: 'phrase',
      negate: false,
      disabled: false,
    });
  });
});

describe('narrowsEvents', () => {
  it('counts a query that is not blank and a pill that is switched on, nothing else', () => {
    const pill = phraseFilter('v', 'event.action', 'x');
    const off = { ...pill, meta: { ...pill.meta, disabled: true } };
    expect(narrowsEvents('', [])).toBe(false);
    expect(narrowsEvents('  ', [off])).toBe(false);
    expect(narrowsEvents('user.name: a', [])).toBe(true);
    expect(narrowsEvents({ match_all: {} }, [])).toBe(true);
    expect(narrowsEvents('', [off, pill])).toBe(true);
  });
});
