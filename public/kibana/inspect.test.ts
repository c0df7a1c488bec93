/** Tests of handing a search to Kibana's inspector. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { RequestResponder } from './contracts';
import { inspectSearch } from './inspect';

it('shows the request, the answer as it came, and how long Elasticsearch took', () => {
  const told: Record<string, unknown> = {};
  const responder: RequestResponder = {
    json: (request) => ((told['request'] = request), responder),
    stats: (stats) => ((told['stats'] = stats), responder),
    ok: (response) => void (told['response'] = response),
    error: () => undefined,
  };
  class RequestAdapter {
    start(name: string, _options: object, startTime: number) {
      told['name'] = name;
      told['startedBefore'] = Date.now() - startTime;
      return responder;
    }
  }
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const open = vi.fn();
  const search = { request: { size: 0 }, response: { took: 12, hits: {} } };
  inspectSearch({ open }, { RequestAdapter }, 'Users', [search], 'Took');
  expect(told).toMatchObject({
    name: 'Users',
    startedBefore: 12,
    request: { size: 0 },
    response: { json: search.response },
    stats: { took: { value: '12ms' } },
  });
  expect(open).toHaveBeenCalledWith({ requests: expect.any(RequestAdapter) }, { title: 'Users' });
});

it('tells several searches apart by number', () => {
  const names: string[] = [];
  const responder: RequestResponder = {
    json: () => responder,
    stats: () => responder,
    ok: () => undefined,
    error: () => undefined,
  };
  class RequestAdapter {
    start(name: string) {
      names.push(name);
      return responder;
    }
  }
  const search = { request: {}, response: {} };
  inspectSearch({ open: () => undefined }, { RequestAdapter }, 'Users', [search, search], 'Took');
  expect(names).toEqual(['Users 1', 'Users 2']);
});
