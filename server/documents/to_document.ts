/** Turns one CloudTrail record into the ECS document that Elastic's own integration would write. Pure: same input, same document. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, isObject, objectAt, textAt, timeAt } from '../cloudtrail/record';
import { ObjectError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { documentId } from './document_id';
import type { DocumentOptions } from './document_options';
import { CUT_TAG, freeFormFields } from './free_form_fields';
import { identityOf } from './identity';
import { outcomeOf } from './outcome';
import { sourceOf } from './source_address';

const ECS_VERSION = '8.11.0';
/** CloudTrail began on 2013-11-13; nothing true is older than that month. */
const FIRST_EVENT_TIME = Date.UTC(2013, 10, 1);
const DAY_MS = 24 * 60 * 60 * 1000;
const SERVICE_SUFFIX = '.amazonaws.com';
/** Tag of events that were delivered before their source was made: rules leave them out unless asked. */
export const BACKFILL_TAG = 'backfill';
const DATASET = 'aws.cloudtrail';

/** What is known of the object in which a record was found. */
export interface RecordOrigin {
  readonly bucket: string;
  readonly key: string;
  /** The account of the key. */
  readonly accountId: string;
  /** What the key says of the time (ms); undefined where it says nothing. */
  readonly keyTime: number | undefined;
  readonly namespace: string;
  readonly isBackfill: boolean;
}

export interface MappingContext {
  readonly origin: RecordOrigin;
  readonly geo: GeoLookup;
  /** ms; an event more than a day later is refused. */
  readonly now: number;
  readonly options: DocumentOptions;
}

export interface EventDocument {
  readonly id: string;
  /** `@timestamp` in ms: decides the index. */
  readonly time: number;
  /** Begins with a non-empty `event`; `event.created` and `event.ingested` are the writer's. */
  readonly source: { readonly event: JsonObject } & JsonObject;
}

/**
 * The document of a record that was cut out of a log file as `raw`, at `offset` in it.
 * Throws ObjectError: `bad_json`, `record_not_object`, `event_time_out_of_range`.
 */
export function toDocument(raw: Buffer, offset: number, context: MappingContext): EventDocument {
  const { origin } = context;
  const text = raw.toString();
  const record = parse(text);
  const time = eventTime(record, context);
  const identity = identityOf(record);
  const source = sourceOf(record, context.geo);
  const freeForms = freeFormFields(record, text, context.options.freeForm);
  const provider = textAt(record['eventSource']);
  const recipient = textAt(record['recipientAccountId']);
  const isConsoleLogin = record['eventName'] === 'ConsoleLogin';
  return {
    id: documentId(record, raw, origin.accountId),
    time,
    source: {
      event: {
        kind: 'event',
        module: 'aws',
        dataset: DATASET,
        type: ['info'],
        id: textAt(record['eventID']),
        action: textAt(record['eventName']),
        provider,
        outcome: outcomeOf(record),
      },
      '@timestamp': new Date(time).toISOString(),
      ecs: { version: ECS_VERSION },
      data_stream: { type: 'logs', dataset: DATASET, namespace: origin.namespace },
      tags: tagsOf(origin, freeForms.isCut),
      cloud: {
        provider: 'aws',
        region: textAt(record['awsRegion']),
        account: {
          id: textAt(objectAt(record['userIdentity'])['accountId']) ?? recipient ?? origin.accountId,
        },
        service: provider?.endsWith(SERVICE_SUFFIX)
          ? { name: provider.slice(0, -SERVICE_SUFFIX.length) }
          : undefined,
      },
      source: source.source,
      user: identity.user,
      service: identity.service,
      user_agent: userAgentOf(record),
      tls: tlsOf(record),
      log: { offset, file: { path: `s3://${origin.bucket}/${origin.key}` } },
      aws: {
        s3: { bucket: { name: origin.bucket }, object: { key: origin.key } },
        cloudtrail: {
          event_version: textAt(record['eventVersion']),
          event_category: textAt(record['eventCategory']),
          event_type: textAt(record['eventType']),
          request_id: textAt(record['requestID']),
          api_version: textAt(record['apiVersion']),
          management_event: textAt(record['managementEvent']),
          read_only: booleanAt(record['readOnly']),
          recipient_account_id: recipient,
          shared_event_id: textAt(record['sharedEventID']) ?? textAt(record['sharedEventId']),
          vpc_endpoint_id: textAt(record['vpcEndpointId']),
          vpc_endpoint_account_id: textAt(record['vpcEndpointAccountId']),
          error_code: textAt(record['errorCode']),
          error_message: textAt(record['errorMessage']),
          session_credential_from_console: textAt(record['sessionCredentialFromConsole']),
          resources: resourcesOf(record),
          user_identity: identity.userIdentity,
          console_login: isConsoleLogin ? consoleLoginOf(record) : undefined,
          ...freeForms.strings,
          flattened: freeForms.flattened,
        },
      },
      cloudtrail: {
        actor: identity.actor,
        source_type: source.sourceType,
        geo_precision: source.geoPrecision,
      },
    },
  };
}

function parse(text: string): JsonObject {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw new ObjectError('bad_json', 'The record is not JSON.', { cause: error });
  }
  if (!isObject(record)) throw new ObjectError('record_not_object', 'The record is not a JSON object.');
  return record;
}

/** eventTime; where that is absent or unreadable what the object's key says, never the clock. */
function eventTime(record: JsonObject, { origin, now }: MappingContext): number {
  const time = timeAt(record['eventTime']) ?? origin.keyTime;
  if (time !== undefined && time >= FIRST_EVENT_TIME && time <= now + DAY_MS) return time;
  const what =
    time === undefined ? 'is in neither the record nor the key' : `is ${new Date(time).toISOString()}`;
  throw new ObjectError(
    'event_time_out_of_range',
    `The event's time ${what}; it must lie between 2013-11-01 and one day from now.`,
  );
}

function tagsOf(origin: RecordOrigin, isCut: boolean): readonly string[] {
  return [
    'forwarded',
    'aws-cloudtrail',
    ...(origin.isBackfill ? [BACKFILL_TAG] : []),
    ...(isCut ? [CUT_TAG] : []),
  ];
}

function userAgentOf(record: JsonObject): JsonObject | undefined {
  const original = textAt(record['userAgent']);
  return original === undefined ? undefined : { original };
}

/** `TLSv1.3` becomes protocol `tls` and version `1.3`. */
function tlsOf(record: JsonObject): JsonObject | undefined {
  if (!isObject(record['tlsDetails'])) return undefined;
  const { tlsVersion, cipherSuite, clientProvidedHostHeader } = record['tlsDetails'];
  const version = textAt(tlsVersion);
  if (version === 'tlsVersion') return undefined;
  const at = version?.indexOf('v') ?? -1;
  const host = textAt(clientProvidedHostHeader);
  return {
    version: at < 0 ? version : version?.slice(at + 1),
    version_protocol: at < 0 ? undefined : version?.slice(0, at).toLowerCase(),
    cipher: textAt(cipherSuite),
    client: host === undefined ? undefined : { server_name: host },
  };
}

function resourcesOf(record: JsonObject): readonly JsonObject[] | undefined {
  if (!Array.isArray(record['resources'])) return undefined;
  const byText = new Map<string, JsonObject>();
  for (const item of record['resources'].filter(isObject)) {
    const resource = {
      arn: textAt(item['ARN']) ?? textAt(item['arn']),
      account_id: textAt(item['accountId']),
      type: textAt(item['type']),
    };
    byText.set(JSON.stringify(resource), resource);
  }
  return byText.size === 0 ? undefined : [...byText.values()];
}

function consoleLoginOf(record: JsonObject): JsonObject {
  const data = objectAt(record['additionalEventData']);
  const mfaUsed = textAt(data['MFAUsed']);
  const mobile = textAt(data['MobileVersion']);
  return {
    additional_eventdata: {
      mfa_used: mfaUsed === undefined ? undefined : mfaUsed !== 'No',
      mobile_version: mobile === undefined ? undefined : mobile !== 'No',
      login_to: textAt(data['LoginTo']),
    },
  };
}
