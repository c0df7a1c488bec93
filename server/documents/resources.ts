/** What a call touched, as the record lists it: `aws.cloudtrail.resources`. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, textAt } from '../cloudtrail/record';

/** In the mapping; each has its place in the record. */
const MAPPED: ReadonlySet<string> = new Set(['ARN', 'accountId', 'arn', 'account_id', 'type']);
/** Elasticsearch refuses a document for an empty name or one of dots, also where it maps nothing below. */
const PLAIN_NAME = /^[A-Za-z]\w{0,63}$/;

export interface Resource {
  readonly arn: string | undefined;
  readonly account_id: string | undefined;
  readonly type: string | undefined;
  /** What else the record says of it: to be seen; ARNPrefix is searched, too. */
  readonly [other: string]: string | undefined;
}

/** Each of the record's resources once, by ARN, account and type; undefined where there is none. */
export function resourcesOf(record: JsonObject): readonly Resource[] | undefined {
  if (!Array.isArray(record['resources'])) return undefined;
  const byKey = new Map<string, Resource>();
  for (const item of record['resources']) {
    const resource = isObject(item) ? resourceOf(item) : undefined;
    if (resource === undefined) continue;
    byKey.set(`${resource.arn ?? ''}\n${resource.account_id ?? ''}\n${resource.type ?? ''}`, resource);
  }
  return byKey.size === 0 ? undefined : [...byKey.values()];
}

function resourceOf(item: JsonObject): Resource | undefined {
  const others = othersOf(item);
  const resource = {
    ...others,
    arn: textAt(item['ARN']) ?? textAt(item['arn']),
    account_id: textAt(item['accountId']),
    type: textAt(item['type']),
  };
  const isEmpty =
    resource.arn === undefined && resource.account_id === undefined && resource.type === undefined;
  return isEmpty && others === undefined ? undefined : resource;
}

function othersOf(item: JsonObject): Record<string, string> | undefined {
  let others: Record<string, string> | undefined;
  for (const name of Object.keys(item)) {
    if (MAPPED.has(name) || !PLAIN_NAME.test(name)) continue;
    const text = textAt(item[name]);
    if (text !== undefined) (others ??= {})[name] = text;
  }
  return others;
}
