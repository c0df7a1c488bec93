import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { cloudtrailJson } from './cloudtrail_fields';
import { needsNoEscape } from './json_members';

function of(record: JsonObject): unknown {
  const json = cloudtrailJson(record, {
    resources: undefined,
    userIdentity: '',
    tlsDetails: '',
    freeForms: { strings: {}, flattened: {}, isCut: false },
    isPlain: needsNoEscape(JSON.stringify(record)),
  });
  return JSON.parse(json ?? '{}');
}

describe('cloudtrailJson', () => {
  it('keeps what a record says of itself, under Elastic’s names', () => {
    expect(
      of({
        eventVersion: '1.11',
        eventCategory: 'NetworkActivity',
        eventType: 'AwsVpceEvent',
        requestID: 'r',
        apiVersion: '2006-03-01',
        recipientAccountId: '111122223333',
        sharedEventID: 's',
        vpcEndpointId: 'vpce-1',
        vpcEndpointAccountId: '444455556666',
        errorCode: 'VpceAccessDenied',
        errorMessage: 'denied',
      }),
    ).toEqual({
      event_version: '1.11',
      event_category: 'NetworkActivity',
      event_type: 'AwsVpceEvent',
      request_id: 'r',
      api_version: '2006-03-01',
      recipient_account_id: '111122223333',
      shared_event_id: 's',
      vpc_endpoint_id: 'vpce-1',
      vpc_endpoint_account_id: '444455556666',
      error_code: 'VpceAccessDenied',
      error_message: 'denied',
    });
  });

  it('writes managementEvent and sessionCredentialFromConsole as text, readOnly as a truth value', () => {
    for (const yes of [true, 'true'])
      expect(of({ managementEvent: yes, sessionCredentialFromConsole: yes, readOnly: yes })).toEqual({
        management_event: 'true',
        session_credential_from_console: 'true',
        read_only: true,
      });
    expect(of({ readOnly: 'maybe' })).toEqual({});
  });

  it('reads sharedEventId in either way of writing it', () => {
    expect(of({ sharedEventId: 's' })).toEqual({ shared_event_id: 's' });
  });

  it('keeps what an addendum says of the event that it corrects (pain 23)', () => {
    expect(
      of({
        addendum: {
          reason: 'UPDATED_DATA',
          updatedFields: 'responseElements',
          originalRequestID: 'r',
          originalEventID: 'e',
        },
      }),
    ).toEqual({
      addendum: {
        reason: 'UPDATED_DATA',
        updated_fields: 'responseElements',
        original_request_id: 'r',
        original_event_id: 'e',
      },
    });
    expect(of({ addendum: { updatedFields: ['a', 'b', 'a', {}] } })).toEqual({
      addendum: { updated_fields: ['a', 'b'] },
    });
  });

  it('leaves out what says nothing', () => {
    for (const nothing of [null, '', '-', 'none', {}, []])
      expect(
        of({ eventVersion: nothing, errorCode: nothing, addendum: nothing, sharedEventID: nothing }),
      ).toEqual({});
    expect(of({ addendum: { reason: '-' } })).toEqual({});
  });
});
