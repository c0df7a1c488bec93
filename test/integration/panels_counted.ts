/**
 * What the Overview's panels have to say, counted from the raw records in plain loops. It shares no code with the
 * product, and knows neither documents nor Elasticsearch: so a fault in either shows as a difference.
 */
import type { InstanceAction } from '../../common/event_kinds';
import type {
  EventRow,
  FailedSignInRow,
  FailedSignIns,
  NewValueRow,
  NewValues,
  UserRow,
} from '../../common/panels';

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
  readonly isAsRoot: boolean;
  readonly isDenied: boolean;
  readonly isFailedSignIn: boolean;
  readonly isSignIn: boolean;
  readonly record: RawRecord;
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
  private readonly readings: Reading[];

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

  /** The headline numbers. */
  figures(): Record<'events' | 'users' | 'accounts' | 'denied' | 'root' | 'failed_sign_ins', number> {
    const many = (fits: (reading: Reading) => boolean) => this.readings.filter(fits).length;
    return {
      events: this.total,
      users: this.users().length,
      accounts: new Set(this.readings.map(({ row }) => row.account_id).filter((id) => id !== '')).size,
      denied: many(({ isDenied }) => isDenied),
      root: many(({ isRootUse }) => isRootUse),
      failed_sign_ins: many(({ isFailedSignIn }) => isFailedSignIn),
    };
  }

  /** Only what happened from one time (ms) up to before another. */
  within(fromMs: number, toMs: number): Counted {
    const part = new Counted([], () => undefined, '');
    part.readings.push(...this.readings.filter(({ at }) => at >= fromMs && at < toMs));
    return part;
  }

  /** Events, failures, users and countries by whatever `tileOf` calls the tile of a place. */
  byTile(
    tileOf: (place: Place) => string,
  ): Record<string, { events: number; failures: number; users: number; countries: string[] }> {
    const located = this.readings.filter(({ place }) => place !== undefined);
    return Object.fromEntries(
      groups(located, ({ place }) => tileOf(place as Place)).map((group) => [
        tileOf(group[0].place as Place),
        {
          events: group.length,
          failures: group.filter(({ failed }) => failed).length,
          users: new Set(group.flatMap(({ actor }) => (actor ? [actor.id] : []))).size,
          countries: tally(group.map(({ place }) => (place as Place).country_iso_code)).map(
            ([code, events]) => `${code} ${events}`,
          ),
        },
      ]),
    );
  }

  /** By point; not only the first thousand. */
  places(): (Place & { events: number; failures: number; users: string[] })[] {
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

  /** When each user acted, in ms. */
  timesOfUser(id: string): number[] {
    return this.readings.filter(({ actor }) => actor?.id === id).map(({ at }) => at);
  }

  /** Most events first; all of them. */
  users(): Omit<UserRow, 'trend'>[] {
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
          denied: group.filter(({ isDenied }) => isDenied).length,
          first_seen: isoOf(Math.min(...group.map(({ at }) => at))),
          last_seen: isoOf(Math.max(...group.map(({ at }) => at))),
          countries: tally(group.flatMap(({ place }) => (place ? [place.country_iso_code] : []))).map(
            ([code]) => code,
          ),
        };
      })
      .sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
  }

  rootUse(): {
    total: number;
    on_behalf: number;
    accounts: { account_id: string; events: number }[];
    with_mfa: number;
    without_mfa: number;
    rows: Omit<EventRow, 'id'>[];
  } {
    const found = this.readings.filter(({ isRootUse }) => isRootUse);
    return {
      total: found.length,
      on_behalf: this.readings.filter(({ isAsRoot, isRootUse }) => isAsRoot && !isRootUse).length,
      accounts: tally(found.map(({ row }) => row.account_id)).map(([account_id, events]) => ({
        account_id,
        events,
      })),
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
          country_iso_code: latest.place?.country_iso_code ?? '',
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

  failedSignInFacts(): Pick<
    FailedSignIns,
    'users' | 'addresses' | 'with_mfa' | 'without_mfa' | 'sign_ins'
  > & { countries: [string, number][] } {
    const found = this.readings.filter(({ isFailedSignIn }) => isFailedSignIn);
    return {
      users: new Set(found.map(({ row }) => `${row.user} ${row.account_id}`)).size,
      addresses: new Set(found.map(({ row }) => row.address)).size,
      with_mfa: found.filter(({ mfaUsed }) => mfaUsed === true).length,
      without_mfa: found.filter(({ mfaUsed }) => mfaUsed === false).length,
      sign_ins: this.readings.filter(({ isSignIn }) => isSignIn).length,
      countries: tally(found.flatMap(({ place }) => (place ? [place.country_iso_code] : []))),
    };
  }

  /**
   * Attempts of each streak of one address, and the times of sign-ins that succeeded after failures: by trying each pair of
   * sign-ins, as nobody would at work.
   */
  guessing(): { attempts: number[]; successes: string[] } {
    const signIns = this.readings.filter(({ isSignIn }) => isSignIn).sort((a, b) => a.at - b.at);
    const isSame = (a: Reading, b: Reading) =>
      a.row.account_id === b.row.account_id && a.row.address === b.row.address;
    const failures = signIns.filter(({ failed }) => failed);
    const next = (one: Reading) =>
      failures.find(
        (other, index) => index > failures.indexOf(one) && isSame(one, other) && other.at - one.at <= 600_000,
      );
    const isFirst = (one: Reading) => !failures.some((other) => next(other) === one);
    const attempts = failures.filter(isFirst).map((first) => {
      let length = 0;
      for (let one: Reading | undefined = first; one; one = next(one)) length += 1;
      return length;
    });
    const successes = signIns.filter(
      (success) =>
        !success.failed &&
        failures.some(
          (failure) =>
            failure.at <= success.at &&
            success.at - failure.at <= 3_600_000 &&
            failure.row.account_id === success.row.account_id &&
            (failure.row.user === success.row.user || failure.row.address === success.row.address),
        ),
    );
    return {
      attempts: attempts.filter((length) => length >= 5).sort((a, b) => b - a),
      successes: successes.map(({ at }) => isoOf(at)).sort(),
    };
  }

  /** Refused calls by `action of provider`, with their users and the last time. */
  denied(): Record<string, { events: number; users: number; last_seen: string }> {
    const found = this.readings.filter(({ isDenied }) => isDenied);
    return Object.fromEntries(
      groups(found, ({ row }) => `${row.action} of ${row.provider}`).map((group) => [
        `${group[0].row.action} of ${group[0].row.provider}`,
        {
          events: group.length,
          users: new Set(group.flatMap(({ actor }) => (actor ? [actor.id] : []))).size,
          last_seen: isoOf(Math.max(...group.map(({ at }) => at))),
        },
      ]),
    );
  }

  /** Calls that began or ended something of EC2's machines, and how many machines. */
  instances(): {
    total: number;
    actions: Record<InstanceAction, { calls: number; instances: number; failures: number }>;
    types: [string, number][];
    rows: { action: string; ids: string[] }[];
  } {
    const found = this.readings.filter(
      ({ row }) =>
        row.provider === 'ec2.amazonaws.com' &&
        /^(Run|Start|Stop|Reboot|Terminate)Instances$/.test(row.action),
    );
    const idsIn = (object: RawRecord, name = 'instanceId') => {
      const items = part(object, 'instancesSet')['items'];
      return Array.isArray(items) ? items.map((item: RawRecord) => text(item[name])).filter(Boolean) : [];
    };
    const idsOf = ({ record, row }: Reading) =>
      idsIn(part(record, row.action === 'RunInstances' ? 'responseElements' : 'requestParameters'));
    const actionOf = (action: InstanceAction) => {
      const calls = found.filter(({ row }) => row.action === action);
      const good = calls.filter(({ failed }) => !failed);
      return {
        calls: good.length,
        instances: good.reduce((sum, reading) => sum + new Set(idsOf(reading)).size, 0),
        failures: calls.length - good.length,
      };
    };
    const launches = found.filter(({ row, failed }) => row.action === 'RunInstances' && !failed);
    return {
      total: found.length,
      actions: {
        RunInstances: actionOf('RunInstances'),
        StartInstances: actionOf('StartInstances'),
        StopInstances: actionOf('StopInstances'),
        RebootInstances: actionOf('RebootInstances'),
        TerminateInstances: actionOf('TerminateInstances'),
      },
      types: tally(
        launches.flatMap(({ record }) => [
          ...new Set(idsIn(part(record, 'responseElements'), 'instanceType')),
        ]),
      ),
      rows: newestFirst(found)
        .slice(0, 50)
        .map((reading) => ({ action: reading.row.action, ids: idsOf(reading) })),
    };
  }

  /**
   * Calls that succeeded and take evidence or protection away, give all rights, or let everybody in: by their name, and
   * by what is written in the request. Good enough for what these records hold.
   */
  graveChanges(): number {
    const TAKE_AWAY =
      /^(DeleteTrail|StopLogging|DeleteEventDataStore|StopConfigurationRecorder|Delete(ConfigurationRecorder|DeliveryChannel|Detector|FlowLogs|VirtualMFADevice|Organization)|StopMonitoringMembers|DisableSecurityHub|DisableKey|ScheduleKeyDeletion|DeactivateMFADevice|Delete(Bucket|Account)PublicAccessBlock|Delete(User|Role)PermissionsBoundary|LeaveOrganization|DisablePolicyType)$/;
    const CARRY_A_POLICY =
      /^(Create(Policy|PolicyVersion|Role|Key)|Put(User|Role|Group|Key|Bucket)Policy|UpdateAssumeRolePolicy)$/;
    const isGrave = ({ record, row, failed }: Reading): boolean => {
      if (failed) return false;
      const asked = JSON.stringify(record['requestParameters'] ?? null).replaceAll(/\\+n?|\s/g, '');
      if (TAKE_AWAY.test(row.action)) return true;
      if (/^Attach((User|Role|Group)Policy|ManagedPolicyToPermissionSet)$/.test(row.action))
        return asked.includes(':aws:policy/AdministratorAccess"');
      if (row.action === 'PutBucketAcl')
        return /public-read|authenticated-read|AllUsers|AuthenticatedUsers/.test(asked);
      if (!CARRY_A_POLICY.test(row.action) || !asked.includes('"Effect":"Allow"')) return false;
      const isAll = /"Action":(\["?)?"?\*"/.test(asked) && /"Resource":(\["?)?"?\*"/.test(asked);
      const isLimited = /"(aws:(Principal|Source)|kms:Caller)/i.test(asked);
      const isAnybody = /"Principal":("\*"|\{"AWS":(\[)?"\*")/.test(asked) && !isLimited;
      return isAll || isAnybody;
    };
    return this.readings.filter(isGrave).length;
  }

  /** All of EC2's calls whose name says that they change rules, addresses or ways of the network. */
  networkChanges(): { total: number; kinds: [string, number][]; open: number; rows: string[] } {
    const kindOf = ({ row }: Reading): string => {
      if (row.provider !== 'ec2.amazonaws.com') return '';
      if (/^(Authorize|Revoke)SecurityGroup(In|E)gress$/.test(row.action)) return 'security_group';
      if (/^(Create|Delete)SecurityGroup$|^ModifySecurityGroupRules$/.test(row.action))
        return 'security_group';
      if (/NetworkAcl(Entry|Association)?$/.test(row.action) && !row.action.startsWith('Describe'))
        return 'network_acl';
      if (/^(Allocate|Associate|Disassociate|Release)Address$/.test(row.action)) return 'address';
      if (/^(Assign|Unassign)(PrivateIp|Ipv6)Addresses$/.test(row.action)) return 'address';
      if (
        /^(Create|Replace|Delete)Route$|^(Create|Delete|Associate|Disassociate)RouteTable$/.test(row.action)
      )
        return 'route';
      if (row.action === 'ReplaceRouteTableAssociation') return 'route';
      return /^(Create|Attach|Detach|Delete)(Internet|Nat|Customer)Gateway$/.test(row.action)
        ? 'gateway'
        : '';
    };
    const found = this.readings.filter((reading) => kindOf(reading) !== '');
    // good enough for what these records hold: a world-wide range in what was asked for, on the way in
    const isOpen = ({ record, row, failed }: Reading) => {
      const asked = JSON.stringify(record['requestParameters'] ?? null);
      return (
        !failed &&
        /:"(0\.0\.0\.0|::)\/0"/.test(asked) &&
        (row.action === 'AuthorizeSecurityGroupIngress' ||
          row.action === 'ModifySecurityGroupRules' ||
          (/NetworkAclEntry$/.test(row.action) && /"egress":false/.test(asked) && /"allow"/.test(asked)))
      );
    };
    return {
      total: found.length,
      kinds: tally(found.map(kindOf)),
      open: found.filter(isOpen).length,
      rows: newestFirst(found)
        .slice(0, 50)
        .map((reading) => `${reading.row.action}${isOpen(reading) ? ' open' : ''}`),
    };
  }

  /** Events by `provider action`. */
  actions(): [string, number][] {
    return tally(this.readings.map(({ row }) => `${row.provider} ${row.action}`));
  }

  /** What accounts have from a time (ms) on and did not have before; and accounts without any event before. Nothing without any event before at all. */
  newSince(
    fromMs: number,
    agentOf: (record: RawRecord) => string | undefined,
  ): {
    rows: Pick<NewValueRow, 'kind' | 'account_id' | 'value' | 'first_seen' | 'events'>[];
    newAccounts: NewValues['new_accounts'];
  } {
    const people = this.readings.filter(({ actor }) => actor !== undefined && actor.type !== 'AWSService');
    const isOld = (group: readonly Reading[]) => group.some(({ at }) => at < fromMs);
    const firstOf = (group: readonly Reading[]) => isoOf(Math.min(...group.map(({ at }) => at)));
    const accounts = groups(people, ({ row }) => row.account_id).filter(
      ([first]) => first.row.account_id !== '',
    );
    const newAccounts = isOld(people) ? accounts.filter((group) => !isOld(group)) : [];
    const known = accounts.filter(isOld).flat();
    const kinds: readonly (readonly [NewValueRow['kind'], (reading: Reading) => string])[] = [
      ['country', ({ place }) => place?.country_iso_code ?? ''],
      ['user_agent', ({ record }) => agentOf(record) ?? ''],
      ['service', ({ row }) => row.provider],
      ['region', ({ row }) => row.region],
    ];
    return {
      rows: kinds.flatMap(([kind, valueOf]) =>
        groups(known, (reading) => JSON.stringify([reading.row.account_id, valueOf(reading)]))
          .filter((group) => valueOf(group[0]) !== '' && !isOld(group))
          .map((group) => ({
            kind,
            account_id: group[0].row.account_id,
            value: valueOf(group[0]),
            first_seen: firstOf(group),
            events: group.length,
          })),
      ),
      newAccounts: newAccounts.map((group) => ({
        account_id: group[0].row.account_id,
        first_seen: firstOf(group),
        events: group.length,
      })),
    };
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
    isAsRoot: type === 'Root',
    isDenied: /^AccessDenied|UnauthorizedOperation$/.test(text(record['errorCode'])),
    isFailedSignIn: isSignIn && failed,
    isSignIn,
    record,
    mfaUsed,
    reason: errorMessage,
    row: {
      at: isoOf(at),
      action: text(record['eventName']),
      provider: text(record['eventSource']),
      user: actor?.name ?? (text(identity['userName']) || type),
      actor_id: actor?.id ?? '',
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

function newestFirst(readings: readonly Reading[]): Reading[] {
  return [...readings].sort(
    (a, b) => b.at - a.at || (a.eventId === b.eventId ? 0 : a.eventId < b.eventId ? 1 : -1),
  );
}

function newest(readings: readonly Reading[]): Omit<EventRow, 'id'>[] {
  return newestFirst(readings)
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
