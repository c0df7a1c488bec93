import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { documentId } from './document_id';

const KEY_ACCOUNT = '111122223333';
const EVENT = {
  eventID: '5b2a5e6c-0c5f-4d9e-8f0b-1c2d3e4f5a6b',
  recipientAccountId: KEY_ACCOUNT,
  eventCategory: 'Management',
};

function idOf(record: JsonObject, keyAccount = KEY_ACCOUNT, raw = JSON.stringify(record)): string {
  return documentId(record, Buffer.from(raw), keyAccount);
}

describe('documentId', () => {
  it('is the same for the same event in whichever file and with whichever other fields (pain 21)', () => {
    const id = idOf(EVENT);
    expect(id).toMatch(/^[\w-]{27}$/);
    expect(idOf({ ...EVENT, addendum: { reason: 'UPDATED_DATA' } })).toBe(id);
    expect(idOf(EVENT, '999988887777')).toBe(id);
  });

  it('differs with event id, account and category (pain 22)', () => {
    const ids = [
      EVENT,
      { ...EVENT, eventID: 'another' },
      { ...EVENT, recipientAccountId: '444455556666' },
      { ...EVENT, eventCategory: 'Data' },
    ].map((record) => idOf(record));
    expect(new Set(ids).size).toBe(4);
  });

  it('takes an absent category for Management, an absent account for the key’s', () => {
    const { eventID } = EVENT;
    expect(idOf({ eventID })).toBe(idOf(EVENT));
    expect(idOf({ eventID, recipientAccountId: null, eventCategory: '' })).toBe(idOf(EVENT));
    expect(idOf({ eventID }, '444455556666')).not.toBe(idOf(EVENT));
  });

  it('keeps the two sides of one sharedEventID two documents (pain 22)', () => {
    const shared = { sharedEventID: 'shared', eventCategory: 'Management' };
    const caller = { ...shared, eventID: 'a', recipientAccountId: KEY_ACCOUNT };
    const callee = { ...shared, eventID: 'b', recipientAccountId: '444455556666' };
    expect(idOf(caller)).not.toBe(idOf(callee));
    // even with one event id, the accounts keep them apart
    expect(idOf({ ...callee, eventID: 'a' })).not.toBe(idOf(caller));
  });

  it('keeps the start and the end of what Insights noticed two documents', () => {
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
    const both = {
      recipientAccountId: '123456789012',
      sharedEventID: '12edc982-3348-4794-83d3-a3db26525049',
      eventCategory: 'Insight',
    };
    const start = idOf({ ...both, eventID: 'aab985f2-3a56-48cc-a8a5-e0af77606f5f' });
    expect(start).not.toBe(idOf({ ...both, eventID: 'ce7b8ac1-3f89-4dae-8d2a-6560e32f591a' }));
  });

  it('does not run id, account and category into one another', () => {
    expect(idOf({ eventID: 'a', recipientAccountId: 'bc' })).not.toBe(
      idOf({ eventID: 'ab', recipientAccountId: 'c' }),
    );
  });

  it('hashes the bytes of a record without an event id, so that distinct ones stay distinct (pain 22)', () => {
    expect(idOf({ eventName: 'A' })).toBe(idOf({ eventName: 'A' }));
    expect(idOf({ eventName: 'A' })).not.toBe(idOf({ eventName: 'B' }));
    expect(idOf({ eventID: '', eventName: 'A' })).not.toBe(idOf({ eventID: '', eventName: 'B' }));
    expect(idOf({ eventID: { odd: 1 } })).not.toBe(idOf({ eventID: { odd: 2 } }));
  });
});
