/** Tests of the page's own pills. */
import { describe, expect, it } from 'vitest';
import { FilterManager } from '../../../test/host/browser/data';
import { phraseFilter } from '../../kibana/filters';
import { choose, chosen, isLeftOut, leaveOut } from './scope';

const OTHER = phraseFilter('v', 'event.action', 'x');

describe('accounts and regions', () => {
  it('are one pill each beside the reader’s own, and none where all are wanted', () => {
    const filters = new FilterManager();
    filters.addFilters([OTHER]);
    choose('accounts', ['1', '2'], filters, 'v');
    choose('regions', ['eu-west-1'], filters, 'v');
    choose('accounts', ['2'], filters, 'v');
    expect(chosen('accounts', filters.getFilters())).toEqual(['2']);
    expect(chosen('regions', filters.getFilters())).toEqual(['eu-west-1']);
    expect(filters.getFilters()).toHaveLength(3);
    choose('accounts', [], filters, 'v');
    choose('regions', [], filters, 'v');
    expect(filters.getFilters()).toEqual([OTHER]);
  });
});

describe('the switches', () => {
  it('leave calls out and let them in again', () => {
    const filters = new FilterManager();
    leaveOut('reads', true, 'Reads', filters, 'v');
    expect(filters.getFilters()).toMatchObject([
      { meta: { negate: true, alias: 'Reads' }, query: { term: { 'aws.cloudtrail.read_only': true } } },
    ]);
    expect(isLeftOut('reads', filters.getFilters())).toBe(true);
    expect(isLeftOut('services', filters.getFilters())).toBe(false);
    leaveOut('services', true, 'Services', filters, 'v');
    leaveOut('reads', false, 'Reads', filters, 'v');
    expect(isLeftOut('services', filters.getFilters())).toBe(true);
    expect(filters.getFilters()).toHaveLength(1);
  });
});
