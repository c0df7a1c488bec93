/** Tests of the page's own pills. */
import { describe, expect, it } from 'vitest';
import { FilterManager } from '../../../test/host/browser/data';
import type { Filter } from '../../kibana/contracts';
import { phraseFilter } from '../../kibana/filters';
import { choose, chosen, isLeftOut, leaveOut } from './scope';

const OTHER = phraseFilter('v', 'event.action', 'x');

describe('accounts and regions', () => {
  it('are one pill each beside the reader’s own, and none where all are wanted', () => {
    const filters = new FilterManager();
    filters.addFilters([OTHER]);
    choose('accounts', ['1', '2'], 'Accounts: 1, 2', filters, 'v');
    choose('regions', ['eu-west-1'], 'Regions: eu-west-1', filters, 'v');
    choose('accounts', ['2'], 'Accounts: 2', filters, 'v');
    expect(chosen('accounts', filters.getFilters())).toEqual(['2']);
    expect(chosen('regions', filters.getFilters())).toEqual(['eu-west-1']);
    expect(filters.getFilters()).toHaveLength(3);
    choose('accounts', [], '', filters, 'v');
    choose('regions', [], '', filters, 'v');
    expect(filters.getFilters()).toEqual([OTHER]);
  });

  it('of an account are what it did and what was done in it, also by others', () => {
    const filters = new FilterManager();
    choose('accounts', ['111', '222'], 'Accounts: 111, 222', filters, 'v');
    expect(filters.getFilters()).toMatchObject([
      {
        meta: { alias: 'Accounts: 111, 222', negate: false },
        query: {
          bool: {
            should: [
              { match_phrase: { 'cloud.account.id': '111' } },
              { match_phrase: { 'cloud.account.id': '222' } },
              { match_phrase: { 'aws.cloudtrail.recipient_account_id': '111' } },
              { match_phrase: { 'aws.cloudtrail.recipient_account_id': '222' } },
            ],
            minimum_should_match: 1,
          },
        },
      },
    ]);
  });

  it('are found again in an address, also in one of before that names the caller’s account only', () => {
    const filters = new FilterManager();
    choose('accounts', ['111'], 'Accounts: 111', filters, 'v');
    const shared = JSON.parse(JSON.stringify(filters.getFilters())) as readonly Filter[];
    expect(chosen('accounts', shared)).toEqual(['111']);
    const meta = { controlledBy: 'cloudtrail-accounts', params: ['222'], type: 'phrases' };
    expect(chosen('accounts', [{ meta, query: { match_phrase: { 'cloud.account.id': '222' } } }])).toEqual([
      '222',
    ]);
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

  it('is off, and nothing is chosen, once Kibana has turned the pill round', () => {
    const filters = new FilterManager();
    leaveOut('services', true, 'Services', filters, 'v');
    choose('accounts', ['1'], 'Accounts: 1', filters, 'v');
    const turned = filters
      .getFilters()
      .map((filter) => ({ ...filter, meta: { ...filter.meta, negate: filter.meta['negate'] !== true } }));
    expect(isLeftOut('services', turned)).toBe(false);
    expect(chosen('accounts', turned)).toEqual([]);
  });
});
