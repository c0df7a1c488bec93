/** Tests of the offered time ranges. */
import { describe, expect, it } from 'vitest';
import { rangeOffers } from './range_offers';

const now = Date.parse('2026-11-23T12:00:00Z');

describe('rangeOffers', () => {
  it('offers one range for a few old days, with both end events inside', () => {
    const offers = rangeOffers('2017-02-12T19:57:05Z', '2017-02-15T08:00:00.250Z', now);
    expect(offers.recent).toBeUndefined();
    expect(Date.parse(offers.all.from)).toBeLessThanOrEqual(Date.parse('2017-02-12T19:57:05Z'));
    expect(Date.parse(offers.all.to)).toBeGreaterThan(Date.parse('2017-02-15T08:00:00.250Z'));
  });

  it('offers the newest seven days beside the whole of a long past', () => {
    const { all, recent } = rangeOffers('2014-07-16T00:00:00Z', '2021-10-05T00:00:00Z', now);
    expect(all.from).toBe('2014-07-16T00:00:00.000Z');
    expect(recent?.from).toBe('2021-09-28T00:00:00.000Z');
    expect(recent?.to).toBe(all.to);
  });

  it('goes on to now while events are still coming in', () => {
    const { all, recent } = rangeOffers('2014-07-16T00:00:00Z', '2026-11-23T11:58:00Z', now);
    expect(all.to).toBe('now');
    expect(recent).toEqual({ from: 'now-7d', to: 'now' });
  });

  it('includes events that lie ahead of the clock', () => {
    const { all } = rangeOffers('2026-11-23T00:00:00Z', '2026-11-23T20:00:00Z', now);
    expect(Date.parse(all.to)).toBeGreaterThan(Date.parse('2026-11-23T20:00:00Z'));
  });
});
