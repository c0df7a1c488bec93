/** Turns one CloudTrail record into the ECS document that Elastic's own integration would write. Pure: same input, same document. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, textAt } from '../cloudtrail/record';
import { ObjectError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { classOf } from './categories';
import { cloudOf } from './cloud';
import { documentId } from './document_id';
import type { DocumentOptions } from './document_options';
import { entitiesOf, NO_ENTITIES } from './entities';
import { eventTimeOf } from './event_time';
import { freeFormFields } from './free_form_fields';
import { iamTargetsOf } from './iam_targets';
import { identityOf } from './identity';
import { outcomeOf } from './outcome';
import { somePresent } from './present';
import { cloudtrailFields } from './cloudtrail_fields';
import type { RecordOrigin } from './record_origin';
import { originFields } from './record_origin';
import { relatedOf } from './related';
import { resourcesOf } from './resources';
import { sourceOf } from './source_address';
import { tagsOf } from './tags';
import { tlsOf } from './tls';
import { userFields } from './user';
import { userAgentOf } from './user_agent';

const ECS_VERSION = '8.11.0';
const DATASET = 'aws.cloudtrail';
const TIME_OF_KEY =
  'The record has no eventTime that can be read: @timestamp is the time that the object’s key says.';

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
  const { origin, options } = context;
  const given = raw.toString();
  const untouched = parse(given);
  const text = options.redaction?.redact(raw).toString() ?? given;
  const record = text === given ? untouched : parse(text);
  const { time, isOfKey } = eventTimeOf(record, origin.keyTime, context.now);
  const action = textAt(record['eventName']);
  const eventClass = classOf(action);
  const identity = identityOf(record);
  const targets = iamTargetsOf(record);
  const { source, sourceType, geoPrecision } = sourceOf(record, context.geo);
  const tls = tlsOf(record);
  const resources = resourcesOf(record);
  const freeForms = freeFormFields(record, text, options.freeForm);
  const entities = options.hasEntityFields ? entitiesOf(record, identity.principal) : NO_ENTITIES;
  const found = originFields(origin, offset);
  const isCut = freeForms.isCut || identity.userIdentity.isCut;
  return {
    id: documentId(untouched, raw, origin.accountId, options.redaction),
    time,
    source: {
      event: {
        kind: isOfKey ? 'pipeline_error' : 'event',
        module: 'aws',
        dataset: DATASET,
        category: eventClass.category,
        type: eventClass.type,
        id: textAt(record['eventID']),
        action,
        provider: textAt(record['eventSource']),
        outcome: outcomeOf(record),
        original: options.keepsOriginal ? text : undefined,
      },
      '@timestamp': new Date(time).toISOString(),
      ecs: { version: ECS_VERSION },
      data_stream: { type: 'logs', dataset: DATASET, namespace: origin.namespace },
      tags: tagsOf(origin, options, isCut),
      error: isOfKey ? { message: [TIME_OF_KEY] } : undefined,
      input: found.input,
      log: found.log,
      cloud: cloudOf(record, origin.accountId),
      source,
      actor: entities.actor,
      target: entities.target,
      user: userFields(identity.user, targets, entities),
      group: targets.group,
      service: somePresent({
        name: identity.service?.name,
        entity: entities.service,
        target: entities.serviceTarget,
      }),
      host: entities.host,
      entity: entities.entity,
      user_agent: userAgentOf(record),
      tls: tls.tls,
      related: relatedOf(record, {
        identity,
        targets,
        source,
        serverName: tls.serverName,
        resources,
        entities: entities.related,
      }),
      aws: {
        s3: found.s3,
        cloudtrail: cloudtrailFields(record, {
          resources,
          userIdentity: identity.userIdentity.fields,
          tlsDetails: tls.details,
          freeForms,
        }),
      },
      cloudtrail: somePresent({
        actor: identity.actor,
        source_type: sourceType,
        geo_precision: geoPrecision,
      }),
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
