/** Where a call came from: an address, an AWS service, or neither. */
import { isIP } from 'node:net';
import type { JsonObject } from '../cloudtrail/record';
import { textAt } from '../cloudtrail/record';
import type { AsFields, GeoFields, GeoLookup } from '../geo/geo_lookup';
import { member } from './json_members';
import { rememberByText } from './remembered';

const AWS_INTERNAL = 'AWS Internal';
const SERVICE_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal|amazon\.com)$/i;

/** `aws_service`: AWS called by itself or hides the caller; such a call has no place on a map. */
export type SourceType = 'ip' | 'aws_service' | 'other';

/** ECS `source.*`. */
export interface Source {
  readonly address: string;
  /** Only where the address is one. */
  readonly ip?: string;
  readonly geo?: GeoFields | undefined;
  readonly as?: AsFields | undefined;
}

export interface SourceFields {
  readonly source: Source | undefined;
  readonly sourceType: SourceType | undefined;
  readonly geoPrecision: 'city' | 'country' | undefined;
  /** The same as members of the document, written once for all events from there. */
  readonly json: {
    /** `source`. */
    readonly source: string;
    /** `related.ip`, where no other address comes to it. */
    readonly relatedIp: string;
    /** Below our own `cloudtrail`. */
    readonly own: string;
  };
}

/** ECS `source.*`: the address always, `ip` only where it is one, the place where the geo databases know it. */
export function sourceOf(record: JsonObject, geo: GeoLookup): SourceFields {
  const address = textAt(record['sourceIPAddress']);
  if (address === undefined) return NO_SOURCE;
  let remembered = rememberedOf.get(geo);
  if (remembered === undefined) {
    remembered = rememberByText((text) => sourceOfAddress(text, geo), REMEMBERED);
    rememberedOf.set(geo, remembered);
  }
  return remembered(address);
}

const NO_SOURCE = withJson({ source: undefined, sourceType: undefined, geoPrecision: undefined });
const REMEMBERED = 10_000;
const rememberedOf = new WeakMap<GeoLookup, (address: string) => SourceFields>();

function sourceOfAddress(address: string, geo: GeoLookup): SourceFields {
  const ip = ipOf(address);
  if (ip !== undefined) {
    const place = geo.lookup(ip);
    return withJson({
      source: { address, ip, geo: place?.geo, as: place?.as },
      sourceType: 'ip',
      geoPrecision: place?.geo?.location === undefined ? undefined : place.precision,
    });
  }
  const isService = address === AWS_INTERNAL || SERVICE_NAME.test(address);
  return withJson({
    source: { address },
    sourceType: isService ? 'aws_service' : 'other',
    geoPrecision: undefined,
  });
}

function withJson(fields: Omit<SourceFields, 'json'>): SourceFields {
  const { source, sourceType, geoPrecision } = fields;
  const json = {
    source: member('source', source),
    relatedIp: member('ip', source?.ip && [source.ip]),
    own: member('source_type', sourceType) + member('geo_precision', geoPrecision),
  };
  return { ...fields, json };
}

/** The value where it is an address that Elasticsearch's ip field takes: that one has no zone (fe80::1%eth0), which isIP knows. */
export function ipOf(value: unknown): string | undefined {
  return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%') ? value : undefined;
}
