import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import type { LogKind } from '../../common/log_kinds';
import type { Gap } from '../health/gaps';
import type { IndexCreator } from './ensure_index';
import { GapsStore } from './gaps_store';

const SOURCE = { id: 'source', name: 'Trail', namespace: 'default' };

/** The gap's id and document, as they go to Elasticsearch. */
async function written(kind: LogKind): Promise<unknown[]> {
  let sent: unknown[] = [];
  const client = {
    search: async () => ({ hits: { hits: [] } }),
    bulk: async ({ operations }: { operations: unknown[] }) => {
      sent = operations;
      return { items: [{ create: { status: 201 } }] };
    },
  } as unknown as Client;
  const indices = { ensure: async () => undefined } as unknown as IndexCreator;
  const gap: Gap = {
    place: { accountId: '111122223333', region: 'us-east-1', prefix: 'AWSLogs/111122223333/', kind },
    accountId: '111122223333',
    since: 0,
    reason: 'silent',
    usualMs: undefined,
    message: undefined,
  };
  const store = new GapsStore(client, indices, SOURCE, () => 0);
  await store.update({ whole: undefined, places: [gap] });
  return sent;
}

describe('the document of a gap', () => {
  it('says that only network activity stays away, and is another one than that of all other events', async () => {
    const place = '111122223333 us-east-1';
    const [events, network] = [await written('CloudTrail'), await written('CloudTrail-NetworkActivity')];
    expect(events[1]).toMatchObject({
      message: expect.stringContaining('No events from account'),
      cloudtrail: { gap: { place } },
    });
    expect(network[1]).toMatchObject({
      message: expect.stringContaining('No network activity events from account'),
      cloudtrail: { gap: { place: `${place} CloudTrail-NetworkActivity` } },
    });
    expect(network[0]).not.toEqual(events[0]);
  });

  it('keeps the id that it had before there were kinds', async () => {
    const [operation] = await written('CloudTrail');
    expect(operation).toMatchObject({ create: { _id: 'a88jDdYgBjzz9PEef0Uk0zN8o505FUP_9YyUSB3fVRw' } });
  });
});
