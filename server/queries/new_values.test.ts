/** Tests what the panel of new values asks for after its first answer, and what it makes of both. */
import { describe, expect, test } from 'vitest';
import { newValues } from './new_values';
import type { SearchParameters, SearchResponse } from './panel_query';
import { FACTS, request, response } from '../../test/fakes/search_responses';

const FROM = Date.parse(request().from);
const OLD = '111122223333';
const YOUNG = '444455556666';

type Values = Readonly<Record<string, readonly string[]>>;
const terms = (keys: readonly string[], others = 0) => ({
  buckets: keys.map((key) => ({ key, doc_count: 1 })),
  sum_other_doc_count: others,
});
function accounts(of: Readonly<Record<string, Values>>, others = 0) {
  const buckets = Object.entries(of).map(([key, values]) => ({
    ...{ key, doc_count: 1 },
    ...Object.fromEntries(
      ['country', 'user_agent', 'service', 'region'].map((kind) => [kind, terms(values[kind] ?? [], others)]),
    ),
  }));
  return { buckets, sum_other_doc_count: 0 };
}
/** What the sample of the time before has; null where there is no such time. */
function ofBefore(values: Readonly<Record<string, Values>> | null, { otherAccounts = 0 } = {}) {
  return response(9, {
    first_seen: { value: values && FROM - 1 },
    sample: { compared: { ...accounts(values ?? {}), sum_other_doc_count: otherAccounts } },
  });
}
function ofRange(values: Readonly<Record<string, Values>>, { others = 0 } = {}) {
  return response(9, { compared: accounts(values, others) });
}
/** The one search that follows. */
function further(first: SearchResponse, others: readonly SearchResponse[]): SearchParameters {
  const [search = {}] = newValues.furtherSearches?.(first, request(), others) ?? [];
  return search;
}
const found = (key: string, events: number, inRange = events) => ({
  ...{ key, doc_count: events },
  now: { doc_count: inRange, first_seen: { value: FROM }, users: terms(['ana']) },
});

describe('what is asked after the first answer', () => {
  test('what the range has, to be compared with the time before', () => {
    const { query, aggs } = further(ofBefore({}), []);
    expect(query?.bool?.filter).toContainEqual({
      range: { '@timestamp': { gte: request().from, lt: request().to } },
    });
    expect(Object.keys(aggs ?? {})).toEqual(['compared']);
  });

  test('also which accounts the range has, where more were known before than are compared', () => {
    const { aggs } = further(ofBefore({}, { otherAccounts: 1 }), []);
    expect(Object.keys(aggs ?? {})).toEqual(['compared', 'accounts']);
  });

  test('nothing, where there is no time before', () => {
    expect(newValues.furtherSearches?.(ofBefore(null), request(), [])).toEqual([]);
  });

  test('then nothing, where the sample of the time before has all that the range has', () => {
    const all = { [OLD]: { country: ['FR'], region: ['eu-west-3'] } };
    expect(newValues.furtherSearches?.(ofBefore(all), request(), [ofRange(all)])).toEqual([]);
  });

  test('then only events with a value that the sample does not have, or of an account that it does not have', () => {
    const range = ofRange({
      [OLD]: { country: ['FR', 'US'], service: ['s3.amazonaws.com'] },
      [YOUNG]: { country: ['FR'] },
    });
    const before = ofBefore({ [OLD]: { country: ['FR'], service: ['s3.amazonaws.com'] } });
    const { query, aggs } = further(before, [range]);
    expect(query?.bool?.filter).toContainEqual({
      range: { '@timestamp': { gte: '2025-12-02T00:00:00.000Z', lt: request().to } },
    });
    const unseen = (query?.bool?.filter as object[]).at(-1);
    const ofOld = {
      bool: {
        filter: [
          { term: { 'cloud.account.id': OLD } },
          {
            bool: {
              should: [
                { terms: { 'source.geo.country_iso_code': ['US'] } },
                { terms: { 'user_agent.name': [] } },
                { terms: { 'event.provider': [] } },
                { terms: { 'cloud.region': [] } },
              ],
              minimum_should_match: 1,
            },
          },
        ],
      },
    };
    expect(unseen).toEqual({
      bool: { should: [ofOld, { terms: { 'cloud.account.id': [YOUNG] } }], minimum_should_match: 1 },
    });
    expect(aggs?.['accounts']?.terms).toMatchObject({ include: [YOUNG] });
    expect(aggs?.['compared']?.terms).toMatchObject({ include: [OLD, YOUNG] });
    expect(Object.keys(aggs?.['compared']?.aggs ?? {})).toEqual(['country']);
    expect(aggs?.['compared']?.aggs?.['country']?.terms).toMatchObject({ include: ['US', 'FR'] });
  });

  test('then also events of an account that is not compared with the time before', () => {
    const all = { [OLD]: { country: ['FR'] } };
    const range = response(9, { compared: accounts(all), accounts: terms([OLD, YOUNG]) });
    const { query } = further(ofBefore(all, { otherAccounts: 1 }), [range]);
    expect((query?.bool?.filter as object[]).at(-1)).toEqual({
      bool: { should: [{ terms: { 'cloud.account.id': [YOUNG] } }], minimum_should_match: 1 },
    });
  });

  test('nothing after that', () => {
    const range = ofRange({ [OLD]: { country: ['FR', 'US'] } });
    const unseen = response(9, { compared: { buckets: [] } });
    expect(newValues.furtherSearches?.(ofBefore({}), request(), [range, unseen])).toEqual([]);
  });
});

describe('the answer', () => {
  const range = { [OLD]: { country: ['FR', 'US', 'DE'] }, [YOUNG]: { country: ['FR'] } };
  const before = { [OLD]: { country: ['FR'] } };

  test('names what has no event before the range, also where the sample had missed one', () => {
    const further = response(9, {
      accounts: { buckets: [found(YOUNG, 4)] },
      compared: {
        buckets: [
          // of FR only those events are here that have another country or service, too, as it were
          { key: OLD, country: { buckets: [found('US', 3), found('DE', 5, 4), found('FR', 2)] } },
          { key: YOUNG, country: { buckets: [found('FR', 4)] } },
        ],
      },
    });
    expect(newValues.answer(ofBefore(before), request(), FACTS, [ofRange(range), further])).toMatchObject({
      known_since: new Date(FROM - 1).toISOString(),
      total: 1,
      rows: [{ kind: 'country', account_id: OLD, value: 'US', events: 3, user: 'ana' }],
      new_accounts: [{ account_id: YOUNG, first_seen: new Date(FROM).toISOString(), events: 4 }],
      is_complete: true,
    });
  });

  test('is nothing where there is no time before', () => {
    const answer = newValues.answer(ofBefore(null), request(), FACTS);
    expect(answer).toMatchObject({ known_since: null, total: 0, rows: [], new_accounts: [] });
  });

  test('is nothing where the sample of the time before has all', () => {
    const answer = newValues.answer(ofBefore(before), request(), FACTS, [ofRange(before)]);
    expect(answer).toMatchObject({ total: 0, rows: [], new_accounts: [], is_complete: true });
  });

  test('says so where an account has more values than are compared', () => {
    const answer = newValues.answer(ofBefore(before), request(), FACTS, [ofRange(before, { others: 7 })]);
    expect(answer.is_complete).toBe(false);
  });
});
