/** Tests what the panel of new values asks for after its first answer, and what it makes of both. */
import { describe, expect, test } from 'vitest';
import { newValues } from './new_values';
import { FACTS, request, response } from './response_builder';

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
/** `before`: what the sample of the time before has; null where there is no such time. */
function first(
  range: Readonly<Record<string, Values>>,
  before: Readonly<Record<string, Values>> | null,
  others = 0,
) {
  return response(9, {
    before: { doc_count: 1, first_seen: { value: before && FROM - 1 } },
    range: {
      accounts: {
        buckets: Object.keys(range).map((key) => ({ key, doc_count: 4, first_seen: { value: FROM } })),
      },
      compared: accounts(range, others),
    },
    sample: { before: { compared: accounts(before ?? {}) } },
  });
}
const found = (key: string, events: number, inRange = events) => ({
  ...{ key, doc_count: events },
  now: { doc_count: inRange, first_seen: { value: FROM }, users: terms(['ana']) },
});

describe('what is asked after the first answer', () => {
  test('nothing, where the sample of the time before has all that the range has', () => {
    const all = { [OLD]: { country: ['FR'], region: ['eu-west-3'] } };
    expect(newValues.furtherSearch?.(first(all, all), request())).toBeUndefined();
  });

  test('only events with a value that the sample does not have, or of an account that it does not have', () => {
    const answer = first(
      { [OLD]: { country: ['FR', 'US'], service: ['s3.amazonaws.com'] }, [YOUNG]: { country: ['FR'] } },
      { [OLD]: { country: ['FR'], service: ['s3.amazonaws.com'] } },
    );
    const { query, aggs } = newValues.furtherSearch?.(answer, request()) ?? {};
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

  test('nothing, where there is no time before: whole accounts are new then', () => {
    const answer = first({ [OLD]: { country: ['FR'] } }, null);
    expect(newValues.furtherSearch?.(answer, request())).toBeUndefined();
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
    expect(newValues.answer(first(range, before), request(), FACTS, further)).toMatchObject({
      known_since: new Date(FROM - 1).toISOString(),
      total: 1,
      rows: [{ kind: 'country', account_id: OLD, value: 'US', events: 3, user: 'ana' }],
      new_accounts: [{ account_id: YOUNG, events: 4 }],
      is_complete: true,
    });
  });

  test('names all accounts where there is no time before', () => {
    expect(newValues.answer(first(range, null), request(), FACTS)).toMatchObject({
      known_since: null,
      rows: [],
      new_accounts: [OLD, YOUNG].map((account_id) => ({
        account_id,
        first_seen: new Date(FROM).toISOString(),
        events: 4,
      })),
    });
  });

  test('is nothing where nothing further was asked', () => {
    const answer = newValues.answer(first(before, before), request(), FACTS);
    expect(answer).toMatchObject({ total: 0, rows: [], new_accounts: [], is_complete: true });
  });

  test('says so where an account has more values than are compared', () => {
    expect(newValues.answer(first(before, before, 7), request(), FACTS).is_complete).toBe(false);
  });
});
