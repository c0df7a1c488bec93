/** Tests of filter pills. */
import { describe, expect, it } from 'vitest';
import type { Filter } from './contracts';
import {
  controlledBy,
  filterOfControl,
  namedFilter,
  narrowsEvents,
  oneOfFilter,
  phraseFilter,
  valuesOf,
  withControl,
} from './filters';

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

describe('a pill that leaves events out', () => {
  it('is the same pill, negated', () => {
    const [kept, out] = [phraseFilter('v', 'a', 'b'), phraseFilter('v', 'a', 'b', true)];
    expect(out.meta['negate']).toBe(true);
    expect({ ...out, meta: { ...out.meta, negate: false } }).toEqual(kept);
    expect(namedFilter('v', 'Reads', { term: { a: true } }, true)).toMatchObject({
      meta: { alias: 'Reads', negate: true },
      query: { term: { a: true } },
    });
  });
});

describe('the pill of a control', () => {
  const others = [phraseFilter('v', 'event.action', 'x')];

  it('is found again by the control, and replaced as a whole', () => {
    const first = withControl('c', others, oneOfFilter('v', 'Accounts', ['cloud.account.id'], ['1', '2']));
    expect(valuesOf(filterOfControl('c', first))).toEqual(['1', '2']);
    const second = withControl('c', first, oneOfFilter('v', 'Accounts', ['cloud.account.id'], ['3']));
    expect(second).toHaveLength(2);
    expect(valuesOf(filterOfControl('c', second))).toEqual(['3']);
    expect(withControl('c', second, undefined)).toEqual(others);
  });

  it('counts for nothing where it is switched off, or is another’s', () => {
    const pill = controlledBy('c', oneOfFilter('v', 'Regions', ['cloud.region'], ['eu-west-1']));
    const off = { ...pill, meta: { ...pill.meta, disabled: true } };
    expect(filterOfControl('c', [off])).toBeUndefined();
    expect(filterOfControl('d', [pill])).toBeUndefined();
    expect(valuesOf(undefined)).toEqual([]);
  });

  it('counts for nothing where Kibana turned it round, and is replaced all the same', () => {
    const turned = (filter: Filter) => ({
      ...filter,
      meta: { ...filter.meta, negate: !filter.meta['negate'] },
    });
    const chosen = controlledBy('c', oneOfFilter('v', 'Regions', ['cloud.region'], ['eu-west-1']));
    expect(filterOfControl('c', [turned(chosen)])).toBeUndefined();
    const leftOut = controlledBy('c', namedFilter('v', 'Reads', { term: { a: true } }, true));
    expect(filterOfControl('c', [leftOut], true)).toBe(leftOut);
    expect(filterOfControl('c', [turned(leftOut)], true)).toBeUndefined();
    expect(withControl('c', [turned(leftOut)], leftOut)).toEqual([leftOut]);
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
