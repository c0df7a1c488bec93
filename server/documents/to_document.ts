/** Turns one CloudTrail record into the ECS document that Elastic's own integration would write. Pure: same input, same document. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, textAt } from '../cloudtrail/record';
import { ObjectError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { classOf } from './categories';
import { cloudJson } from './cloud';
import { documentId } from './document_id';
import type { DocumentOptions } from './document_options';
import type { Entities } from './entities';
import { entitiesOf, NO_ENTITIES } from './entities';
import { eventTimeOf } from './event_time';
import { freeFormFields } from './free_form_fields';
import { iamTargetsOf } from './iam_targets';
import type { Identity } from './identity';
import { identityOf } from './identity';
import { member, memberOf, needsNoEscape, objectOf, textMember } from './json_members';
import { outcomeOf } from './outcome';
import { somePresent } from './present';
import { cloudtrailJson } from './cloudtrail_fields';
import type { RecordOrigin } from './record_origin';
import { originFields } from './record_origin';
import { relatedJson } from './related';
import { resourcesOf } from './resources';
import { sourceOf } from './source_address';
import { tagsOf } from './tags';
import { tlsOf } from './tls';
import { userFields } from './user';
import { userAgentOf } from './user_agent';
import type { Utf8Memory } from './utf8_memory';

/** With what each document begins; `event` is never empty. */
export const DOCUMENT_START = '{"event":{';
const WRITE = { id: textMember('id'), action: textMember('action'), provider: textMember('provider') };
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
  /** Where documents are written, which are good until it is released; each by itself if absent. */
  readonly memory?: Utf8Memory;
}

/** The document as bytes: a batch of them outside of V8's heap costs its garbage collector nothing. */
export class EventDocument {
  constructor(
    readonly id: string,
    /** `@timestamp` in ms: decides the index. */
    readonly time: number,
    /** The document's JSON after `DOCUMENT_START`, as UTF-8: what the writer adds to `event` goes between. */
    readonly rest: Buffer,
  ) {}

  /** Read anew each time. Without `event.created` and `event.ingested`, which are the writer's. */
  get source(): { readonly event: JsonObject } & JsonObject {
    return JSON.parse(DOCUMENT_START + this.rest.toString()) as { readonly event: JsonObject } & JsonObject;
  }
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
  const isPlain = needsNoEscape(text);
  const { time, isOfKey } = eventTimeOf(record, origin.keyTime, context.now);
  const action = textAt(record['eventName']);
  const eventClass = classOf(action);
  const identity = identityOf(record);
  const targets = iamTargetsOf(record);
  const source = sourceOf(record, context.geo);
  const tls = tlsOf(record);
  const resources = resourcesOf(record);
  const freeForms = freeFormFields(record, text, options.freeForm);
  const entities = options.hasEntityFields ? entitiesOf(record, identity.principal) : NO_ENTITIES;
  const isCut = freeForms.isCut || identity.userIdentity.isCut;
  const known = knownOf(origin, options);
  const hasTargets = targets.user !== undefined || targets.changes !== undefined;
  const user =
    hasTargets || entities !== NO_ENTITIES
      ? member('user', userFields(identity.user, targets, entities))
      : identity.json.user;
  const service =
    entities === NO_ENTITIES ? identity.json.service : member('service', serviceFields(identity, entities));
  const cloudtrail = cloudtrailJson(record, {
    resources,
    userIdentity: identity.json.userIdentity,
    tlsDetails: tls.json.details,
    freeForms,
    isPlain,
  });
  const related = relatedJson(record, {
    identity,
    targets,
    source,
    serverName: tls.serverName,
    resources,
    entities: entities.related,
  });
  // ECS's own order; the members of `event` begin where DOCUMENT_START ends
  const rest =
    `"kind":"${isOfKey ? 'pipeline_error' : 'event'}","module":"aws","dataset":"${DATASET}"` +
    eventClass.json +
    WRITE.id(textAt(record['eventID']), isPlain) +
    WRITE.action(action, isPlain) +
    WRITE.provider(textAt(record['eventSource']), isPlain) +
    `,"outcome":"${outcomeOf(record)}"` +
    (options.keepsOriginal ? member('original', text) : '') +
    `},"@timestamp":"${new Date(time).toISOString()}"${known.first}` +
    memberOf('tags', isCut ? known.tagsOfCut : known.tags) +
    (isOfKey ? member('error', { message: [TIME_OF_KEY] }) : '') +
    `,"input":{"type":"aws-s3"},"log":{"offset":${offset},"file":${known.file}}` +
    memberOf('cloud', cloudJson(record, origin.accountId, isPlain)) +
    source.json.source +
    member('actor', entities.actor) +
    member('target', entities.target) +
    user +
    member('group', targets.group) +
    service +
    member('host', entities.host) +
    member('entity', entities.entity) +
    userAgentOf(record).json +
    tls.json.tls +
    memberOf('related', related) +
    `,"aws":{"s3":${known.s3}${memberOf('cloudtrail', cloudtrail)}}` +
    memberOf('cloudtrail', objectOf(identity.json.actor, source.json.own)) +
    '}';
  const id = documentId(untouched, raw, origin.accountId, options.redaction);
  return new EventDocument(id, time, context.memory?.bytesOf(rest) ?? Buffer.from(rest));
}

function serviceFields({ service }: Identity, { service: entity, serviceTarget: target }: Entities) {
  return somePresent({ name: service?.name, entity, target });
}

/** What all documents of an object have alike, as JSON. */
interface Known {
  readonly origin: RecordOrigin;
  readonly options: DocumentOptions;
  readonly first: string;
  readonly tags: string;
  readonly tagsOfCut: string;
  readonly file: string;
  readonly s3: string;
}

/** Of the object whose record was mapped last: they come object by object. */
let last: Known | undefined;

function knownOf(origin: RecordOrigin, options: DocumentOptions): Known {
  if (last?.origin === origin && last.options === options) return last;
  const { file, s3 } = originFields(origin);
  last = {
    origin,
    options,
    first:
      member('ecs', { version: ECS_VERSION }) +
      member('data_stream', { type: 'logs', dataset: DATASET, namespace: origin.namespace }),
    tags: JSON.stringify(tagsOf(origin, options, false)),
    tagsOfCut: JSON.stringify(tagsOf(origin, options, true)),
    file: JSON.stringify(file),
    s3: JSON.stringify(s3),
  };
  return last;
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
