import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { isObject, objectAt } from '../cloudtrail/record';
import { ElasticsearchError } from '../errors';
import { ensureTemplates } from './templates';

function responseError(statusCode: number): Error {
  return Object.assign(new Error('no'), {
    meta: { statusCode, body: { error: { type: 'security_exception' } } },
  });
}

/** Index templates in memory. */
function fakeElasticsearch(versions: Readonly<Record<string, number>> = {}, refusal?: number) {
  const put = new Map<string, JsonObject>();
  const client = {
    indices: {
      getIndexTemplate: async ({ name }: { name: string }) => {
        const version =
          (put.get(name)?.['_meta'] as { version: number } | undefined)?.version ?? versions[name];
        if (version === undefined) throw responseError(404);
        return { index_templates: [{ name, index_template: { _meta: { version } } }] };
      },
    },
    transport: {
      request: async ({ method, path, body }: { method: string; path: string; body: JsonObject }) => {
        if (refusal !== undefined) throw responseError(refusal);
        expect(method).toBe('PUT');
        put.set(path.replace('/_index_template/', ''), body);
      },
    },
  };
  return { client: client as unknown as Client, put };
}

const NAMES = ['cloudtrail-events', 'cloudtrail-failures', 'cloudtrail-state', 'cloudtrail-health'];
const NEWER = Object.fromEntries(NAMES.map((name) => [name, 1_000_000]));

describe('ensureTemplates', () => {
  it('puts all of them where there are none, and nothing the second time', async () => {
    const { client, put } = fakeElasticsearch();
    await ensureTemplates(client);
    expect([...put.keys()]).toEqual(NAMES);
    put.forEach((_body, name) => put.set(name, { _meta: put.get(name)?.['_meta'] }));
    await ensureTemplates(client);
    for (const body of put.values()) expect(Object.keys(body)).toEqual(['_meta']);
  });

  it('never overwrites the template of a newer version', async () => {
    const { client, put } = fakeElasticsearch(NEWER);
    await ensureTemplates(client);
    expect(put.size).toBe(0);
  });

  it('replaces an older one, and one that has no version', async () => {
    const { client, put } = fakeElasticsearch({
      ...NEWER,
      'cloudtrail-events': 0,
      'cloudtrail-state': Number.NaN,
    });
    await ensureTemplates(client);
    expect(put.has('cloudtrail-events')).toBe(true);
    expect(put.has('cloudtrail-failures')).toBe(false);
  });

  it('guesses no field in any of its indices, and lets no stray write make one (pain 1, pain 2, pain 3)', async () => {
    const { client, put } = fakeElasticsearch();
    await ensureTemplates(client);
    for (const [name, body] of put) {
      expect(body['allow_auto_create']).toBe(false);
      const { mappings } = objectAt(body['template']);
      expect([name, isObject(mappings) && mappings['dynamic']]).toEqual([name, false]);
    }
  });

  it('says what Elasticsearch refuses', async () => {
    const { client } = fakeElasticsearch({}, 403);
    const error = await ensureTemplates(client).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ElasticsearchError);
    expect((error as ElasticsearchError).code).toBe('elasticsearch_forbidden');
    expect((error as ElasticsearchError).message).toContain('cloudtrail-events');
  });
});
