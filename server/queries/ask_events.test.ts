/** Tests of asking questions of all events. */
import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { askEvents } from './ask_events';
import type { EventsHost } from './ask_events';
import { response } from '../../test/fakes/search_responses';

const question = {
  doing: 'asking for a test',
  search: { size: 0 },
  answer: (given: ReturnType<typeof response>) => ({ took: given.took }),
};

function host(search: () => unknown, exists = true): EventsHost {
  const client = { search: async () => search(), indices: { exists: async () => exists } };
  return { asCurrentUser: client as unknown as Client, asInternalUser: client as unknown as Client };
}
/** As the client throws it. */
function refusal(status: number, error: object) {
  return Object.assign(new Error('ResponseError'), { meta: { statusCode: status, body: { error } } });
}
const fails = (error: Error) => () => {
  throw error;
};

describe('askEvents', () => {
  it('gives the answer alone unless asked to show what was searched for', async () => {
    const asked = host(() => response(3, {}));
    expect(await askEvents(question, asked)).toEqual({ state: 'data', data: { took: 1 } });
    expect(await askEvents({ ...question, inspect: true }, asked)).toMatchObject({
      state: 'data',
      data: { took: 1 },
      inspected: [
        {
          request: { size: 0, index: 'cloudtrail-events-*', allow_partial_search_results: false },
          response: { hits: { total: { value: 3 } } },
        },
      ],
    });
  });

  it('tells no right from nothing fetched', async () => {
    const nowhere = () => ({ ...response(0, {}), _shards: { total: 0, successful: 0, failed: 0 } });
    expect(await askEvents(question, host(nowhere, true))).toEqual({ state: 'no_right' });
    expect(await askEvents(question, host(nowhere, false))).toEqual({ state: 'no_index' });
    const refused = fails(refusal(403, { type: 'security_exception' }));
    expect(await askEvents(question, host(refused))).toEqual({ state: 'no_right' });
  });

  it('asks again where an index was made a moment ago and has no shard yet', async () => {
    let asked = 0;
    const later = host(() => {
      if (++asked < 3) throw refusal(503, { type: 'search_phase_execution_exception', reason: 'no shard' });
      return response(3, {});
    });
    expect(await askEvents(question, later)).toEqual({ state: 'data', data: { took: 1 } });
    expect(asked).toBe(3);
  });

  it.each([
    ['a search that ran out of time', () => ({ ...response(0, {}), timed_out: true }), 'timeout'],
    [
      'an answer that did not come in time',
      fails(Object.assign(new Error('x'), { name: 'TimeoutError' })),
      'timeout',
    ],
    [
      'shards that could not be read',
      fails(refusal(503, { type: 'search_phase_execution_exception', reason: 'hush' })),
      'shards_failed',
    ],
    [
      'too many groups',
      fails(
        refusal(400, {
          type: 'search_phase_execution_exception',
          caused_by: { type: 'too_many_buckets_exception', reason: 'hush' },
        }),
      ),
      'too_many_buckets',
    ],
    [
      'a query that can not be run',
      fails(
        refusal(400, {
          type: 'search_phase_execution_exception',
          caused_by: { type: 'query_shard_exception', reason: 'hush' },
        }),
      ),
      'query_refused',
    ],
  ])('names %s, and quotes nothing', async (_what, search, code) => {
    const failure = askEvents(question, host(search));
    await expect(failure).rejects.toMatchObject({ code: `elasticsearch_${code}` });
    await expect(failure).rejects.not.toThrow(/hush/);
  });
});
