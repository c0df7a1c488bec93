/**
 * What the Overview's panels have to say, counted from the raw records in plain loops. It shares no code with the
 * product, and knows neither documents nor Elasticsearch: so a fault in either shows as a difference.
 */
import type { EventRow, FailedSignInRow, GeoPlace, UserRow } from '../../common/panels';

export interface Place {
  readonly lat: number;
  readonly lon: number;
  readonly country_iso_code: string;
  readonly country_name: string;
  readonly city_name?: string;
}

/** As loosely as JSON.parse gives it. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** A record as a person would read it. */
export interface Reading {
  readonly at: number;
  readonly eventId: string;
  readonly row: Omit<EventRow, 'id'>;
  readonly failed: boolean;
  readonly actor: Actor | undefined;
  readonly place: Place | undefined;
  readonly isAwsService: boolean;
  readonly isRootUse: boolean;
  readonly isFailedSignIn: boolean;
  readonly mfaUsed: boolean | null;
  readonly reason: string;
}
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly account: string;
}

/** Counts over records (each distinct one once). `placeOf` is the geo database of the test. */
export class Counted {
  private readonly readings: readonly Reading[];

  constructor(
    records: readonly RawRecord[],
    placeOf: (address: string) => Place | undefined,
    accountOfKey: string,
  ) {
    this.readings = records.map((record) => read(record, placeOf, accountOfKey));
  }

  get total(): number {
    return this.readings.length;
  }

  first(): string | null {
    return this.total === 0 ? null : isoOf(Math.min(...this.readings.map(({ at }) => at)));
  }

  last(): string | null {
    return this.total === 0 ? null : isoOf(Math.max(...this.readings.map(({ at }) => at)));
  }

  /** By any name that `bucketOf` gives a time. */
  byTime(bucketOf: (at: number) => string): Record<string, { success: number; failure: number }> {
    const buckets: Record<string, { success: number; failure: number }> = {};
    for (const { at, failed } of this.readings) {
      const bucket = (buckets[bucketOf(at)] ??= { success: 0, failure: 0 });
      if (failed) bucket.failure++;
      else bucket.success++;
    }
    return buckets;
  }

  /** By point; not only the first thousand. */
  places(): GeoPlace[] {
    const located = this.readings.filter(({ place }) => place !== undefined);
    return groups(located, ({ place }) => JSON.stringify(place)).map((group) => ({
      ...(group[0].place as Place),
      events: group.length,
      failures: group.filter(({ failed }) => failed).length,
      users: tally(group.flatMap(({ actor }) => (actor ? [actor.name] : [])))
        .map(([name]) => name)
        .slice(0, 5),
    }));
  }

  countries(): [string, number][] {
    return tally(this.readings.flatMap(({ place }) => (place ? [place.country_iso_code] : [])));
  }

  awsServices(): [string, number][] {
    return tally(this.readings.filter(({ isAwsService }) => isAwsService).map(({ row }) => row.address));
  }

  withoutPlace(): number {
    return this.readings.filter(({ place, isAwsService }) => place === undefined && !isAwsService).length;
  }

  /** Most events first; all of them. */
  users(): UserRow[] {
    const people = this.readings.filter(({ actor }) => actor !== undefined && actor.type !== 'AWSService');
    return groups(people, ({ actor }) => (actor as Actor).id)
      .map((group) => {
        const actors = group.map(({ actor }) => actor as Actor);
        return {
          id: (actors[0] as Actor).id,
          name: mostOf(actors.map(({ name }) => name)),
          type: mostOf(actors.map(({ type }) => type)),
          account_id: mostOf(actors.map(({ account }) => account)),
          events: group.length,
          failures: group.filter(({ failed }) => failed).length,
          last_seen: isoOf(Math.max(...group.map(({ at }) => at))),
          countries: tally(group.flatMap(({ place }) => (place ? [place.country_iso_code] : []))).map(
            ([code]) => code,
          ),
        };
      })
      .sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
  }

  rootUse(): { total: number; with_mfa: number; without_mfa: number; rows: Omit<EventRow, 'id'>[] } {
    const found = this.readings.filter(({ isRootUse }) => isRootUse);
    return {
      total: found.length,
      with_mfa: found.filter(({ row }) => row.mfa === true).length,
      without_mfa: found.filter(({ row }) => row.mfa === false).length,
      rows: newest(found),
    };
  }

  /** All rows, most attempts first. */
  failedSignIns(): { total: number; rows: FailedSignInRow[] } {
    const found = this.readings.filter(({ isFailedSignIn }) => isFailedSignIn);
    const rows = groups(found, ({ row }) => JSON.stringify([row.user, row.account_id, row.address])).map(
      (group) => {
        const inOrder = [...group].sort((a, b) => a.at - b.at);
        const [oldest, latest] = [inOrder[0] as Reading, inOrder.at(-1) as Reading];
        return {
          user: latest.row.user,
          account_id: latest.row.account_id,
          address: latest.row.address,
          country_name: latest.row.country_name,
          attempts: group.length,
          first_seen: isoOf(oldest.at),
          last_seen: isoOf(latest.at),
          mfa_used: latest.mfaUsed,
          reason: latest.reason,
        };
      },
    );
    return { total: found.length, rows };
  }

  latest(): Omit<EventRow, 'id'>[] {
    return newest(this.readings);
  }
}

export function read(
  record: RawRecord,
  placeOf: (address: string) => Place | undefined,
  accountOfKey: string,
): Reading {
  const at = Date.parse(String(record['eventTime']));
  const identity = part(record, 'userIdentity');
  const type = text(identity['type']);
  const address = text(record['sourceIPAddress']);
  const errorMessage = text(record['errorMessage']);
  const isSignIn = record['eventName'] === 'ConsoleLogin';
  const signInAnswer = isSignIn ? text(part(record, 'responseElements')['ConsoleLogin']) : '';
  const failed =
    signInAnswer === 'Failure' ||
    (signInAnswer !== 'Success' && (text(record['errorCode']) !== '' || errorMessage !== ''));
  const mfaText = isSignIn ? text(part(record, 'additionalEventData')['MFAUsed']) : '';
  const mfaUsed = mfaText === '' ? null : mfaText === 'Yes';
  const sessionText = text(part(part(identity, 'sessionContext'), 'attributes')['mfaAuthenticated']);
  const sessionMfa = sessionText === '' ? null : sessionText === 'true';
  const actor = actorOf(identity);
  const place = placeOf(address);
  const invokedBy = text(identity['invokedBy']);
  return {
    at,
    eventId: text(record['eventID']),
    failed,
    actor,
    place,
    isAwsService: address === 'AWS Internal' || address.endsWith('.amazonaws.com'),
    isRootUse:
      type === 'Root' &&
      (invokedBy === '' || invokedBy === 'signin.amazonaws.com') &&
      record['eventType'] !== 'AwsServiceEvent',
    isFailedSignIn: isSignIn && failed,
    mfaUsed,
    reason: errorMessage,
    row: {
      at: isoOf(at),
      action: text(record['eventName']),
      provider: text(record['eventSource']),
      user: actor?.name ?? (text(identity['userName']) || type),
      user_type: actor?.type || type,
      address,
      country_name: place?.country_name ?? '',
      city_name: place?.city_name ?? '',
      account_id: text(identity['accountId']) || text(record['recipientAccountId']) || accountOfKey,
      region: text(record['awsRegion']),
      outcome: failed ? 'failure' : 'success',
      error_code: text(record['errorCode']),
      mfa: mfaUsed ?? sessionMfa,
    },
  };
}

/** A role is one actor, however many sessions it has, unless the session names a person. */
function actorOf(identity: RawRecord): Actor | undefined {
  const type = text(identity['type']);
  const arn = text(identity['arn']);
  const issuer = part(part(identity, 'sessionContext'), 'sessionIssuer');
  const issuerArn = text(issuer['arn']);
  const account = text(identity['accountId']);
  const session = arn.includes(':sts:') && arn.includes('/') ? arn.replace(/.*\//, '') : '';
  if (type === 'AWSService' || (type === 'AssumedRole' && issuerArn.includes(':role/aws-service-role/'))) {
    const owner = issuerArn.replace(/.*:role\/aws-service-role\/([^/]*).*/, '$1');
    const name = text(identity['invokedBy']) || owner || 'AWS service';
    return { id: name, name, type: 'AWSService', account };
  }
  if (type === 'Root') return { id: arn || `${account}:root`, name: 'root', type, account };
  const role = text(issuer['userName']) || (/:assumed-role\/([^/]*)/.exec(arn)?.[1] ?? '');
  if (type === 'AssumedRole' && role !== '') {
    const isPerson = session.includes('@') || (session !== '' && role.startsWith('AWSReservedSSO_'));
    return isPerson
      ? { id: arn || session, name: session, type, account }
      : { id: issuerArn || arn || role, name: role, type, account };
  }
  const userName = text(identity['userName']);
  const principal = text(identity['principalId']);
  const person = text(part(identity, 'onBehalfOf')['userId']);
  const name =
    userName ||
    session ||
    text(issuer['userName']) ||
    principal.replace(/^[^:]*:/, '') ||
    person ||
    arn ||
    account;
  const id = arn || person || principal || (userName ? `${account}:${userName}` : account);
  return name === '' || id === '' ? undefined : { id, name, type, account };
}

function newest(readings: readonly Reading[]): Omit<EventRow, 'id'>[] {
  return [...readings]
    .sort((a, b) => b.at - a.at || (a.eventId === b.eventId ? 0 : a.eventId < b.eventId ? 1 : -1))
    .slice(0, 50)
    .map(({ row }) => row);
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return [...found.values()];
}

/** Values with their counts; most frequent first, then by name. Without ''. */
function tally(values: readonly string[]): [string, number][] {
  return groups(
    values.filter((value) => value !== ''),
    (value) => value,
  )
    .map((group): [string, number] => [group[0], group.length])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function mostOf(values: readonly string[]): string {
  return tally(values)[0]?.[0] ?? '';
}

function part(object: RawRecord, name: string): RawRecord {
  const value = object[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : {};
}

function text(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
