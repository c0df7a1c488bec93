/** The estate is the same each time, looks like a real bucket, and holds its incidents. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { CountryResponse } from 'maxmind';
import { Reader } from 'maxmind';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, GLOBAL_REGION, LEGACY, MANAGEMENT, STRANGE_REGION } from './accounts';
import type { ReadRecord } from './count_distinct';
import {
  countBy,
  countDistinct,
  distinctRecords,
  fieldOf,
  isFailedSignIn,
  isRootUse,
} from './count_distinct';
import { estateIncidents, makeEstate } from './estate';
import { GUESSED, PEOPLE, STRANGERS } from './people';

const NOW = new Date('2025-11-20T13:37:42.123Z');
const MINUTE_MS = 60_000;
const KEY =
  /^AWSLogs\/(o-[a-z0-9]{10}\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\2_CloudTrail_\3_\4\5\6T(\d\d)(\d\d)Z_[A-Za-z0-9]{16}\.json\.gz$/;

const objects = [...makeEstate({ seed: 7, now: NOW })];
const records = [...distinctRecords(objects, NOW.getTime())];
const count = countDistinct(objects, NOW.getTime());

function stampOf(key: string): number {
  const [, , , , year, month, day, hour, minute] = KEY.exec(key) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

function named(name: string): ReadRecord[] {
  return records.filter(({ record }) => record['eventName'] === name);
}

function address({ record }: ReadRecord): string {
  return String(record['sourceIPAddress']);
}

describe('the estate', { timeout: 60_000 }, () => {
  it('has the same bytes for the same seed and time, and others for another seed or time', () => {
    const again = [...makeEstate({ seed: 7, now: NOW })];
    expect(again.map(({ key }) => key)).toEqual(objects.map(({ key }) => key));
    expect(again.every(({ body }, i) => objects[i]?.body.equals(body))).toBe(true);
    const first = (seed: number, now: Date): string | undefined =>
      makeEstate({ seed, now }).next().value?.key;
    expect(first(8, NOW)).not.toBe(objects[0]?.key);
    expect(first(7, new Date(NOW.getTime() + 3_600_000))).not.toBe(objects[0]?.key);
  });

  it('has real keys, each once, of an organisation trail with four accounts and a plain one, none later than now', () => {
    for (const { key } of objects) {
      const [, organisation = '', account, region = ''] = KEY.exec(key) ?? [];
      const known = ACCOUNTS.find(({ id }) => id === account);
      expect(known?.organisationFolder, key).toBe(organisation);
      expect([...Object.keys(known?.regions ?? {}), STRANGE_REGION], key).toContain(region);
      expect(stampOf(key)).toBeLessThanOrEqual(NOW.getTime());
      expect(stampOf(key)).toBeGreaterThan(NOW.getTime() - 7 * 24 * 60 * MINUTE_MS);
    }
    expect(new Set(objects.map(({ key }) => key)).size).toBe(objects.length);
    expect(ACCOUNTS.filter(({ organisationFolder }) => organisationFolder !== '')).toHaveLength(4);
    expect(Object.keys(count.perAccount).sort()).toEqual(ACCOUNTS.map(({ id }) => id).sort());
  });

  it('is of the size that it promises', () => {
    expect(objects.length).toBeGreaterThan(550);
    expect(objects.length).toBeLessThanOrEqual(800);
    expect(count.records).toBeGreaterThan(22_000);
    expect(count.records).toBeLessThanOrEqual(36_000);
    expect(count).toMatchObject({ digests: 0, unreadable: [], notRecords: 0, outOfRange: 0, conflicting: 0 });
  });

  it('has a few events that come twice, in two objects', () => {
    expect(count.records - count.distinct).toBeGreaterThanOrEqual(5);
    expect(count.records - count.distinct).toBeLessThanOrEqual(16);
  });

  it('delivers events 3 to 15 minutes after they happened, save a few late files and repeated events', () => {
    let tooEarly = 0;
    let onTime = 0;
    const late = new Set<string>();
    for (const { key, at } of records) {
      const lag = stampOf(key) - at;
      if (lag < 3 * MINUTE_MS) tooEarly++;
      else if (lag <= 15 * MINUTE_MS) onTime++;
      else late.add(key);
    }
    expect(tooEarly).toBe(0);
    expect(onTime / records.length).toBeGreaterThan(0.97);
    expect(late.size).toBeGreaterThanOrEqual(4);
    expect(late.size).toBeLessThanOrEqual(8);
  });

  it('has records of the account and region of their object, in the order of their times', () => {
    for (const { key, body } of objects) {
      const { Records } = JSON.parse(gunzipSync(body).toString('utf8')) as {
        Records: Record<string, unknown>[];
      };
      const [, , account, region] = KEY.exec(key) ?? [];
      const times = Records.map((record) => String(record['eventTime']));
      expect(Records.every((record) => record['recipientAccountId'] === account)).toBe(true);
      expect(Records.every((record) => record['awsRegion'] === region)).toBe(true);
      expect(times).toEqual([...times].sort());
    }
  });

  it('mixes services, outcomes, readers and writers as estates do', () => {
    const share = (fits: (read: ReadRecord) => boolean): number =>
      records.filter(fits).length / records.length;
    expect(countBy(records, ({ record }) => String(record['eventSource'])).size).toBeGreaterThanOrEqual(12);
    const failed = share(({ record }) => record['errorCode'] !== undefined);
    expect(failed).toBeGreaterThan(0.03);
    expect(failed).toBeLessThan(0.05);
    const changing = share(({ record }) => record['readOnly'] === false);
    expect(changing).toBeGreaterThan(0.1);
    expect(changing).toBeLessThan(0.3);
    const types = countBy(records, ({ record }) => String(fieldOf(record, 'userIdentity', 'type')));
    for (const type of ['AssumedRole', 'IAMUser', 'AWSService', 'Root']) expect(types.has(type)).toBe(true);
    const versions = countBy(records, ({ record }) => String(record['eventVersion']));
    expect([...versions.keys()].sort()).toEqual(['1.08', '1.09', '1.10', '1.11']);
    const addresses = countBy(records, address);
    for (const one of ['AWS Internal', 'ec2.amazonaws.com', 'config.amazonaws.com'])
      expect(addresses.has(one)).toBe(true);
    expect([...addresses.keys()].some((one) => one.includes(':'))).toBe(true);
  });

  it('sees everybody, mostly in their hours of work', () => {
    for (const person of PEOPLE) {
      const own = records.filter((read) => {
        const name = fieldOf(read.record, 'userIdentity', 'arn');
        return typeof name === 'string' && name.endsWith(`/${person.name}`);
      });
      expect(own.length, person.name).toBeGreaterThan(20);
      const within = own.filter(({ at }) => {
        const hour = new Date(at + person.utcOffset * 60 * MINUTE_MS).getUTCHours();
        return hour >= person.hours[0] - 1 && hour < person.hours[1] + 1;
      });
      expect(within.length / own.length, person.name).toBeGreaterThan(0.7);
    }
  });

  it('is less busy on a weekend than on weekdays', () => {
    const days = countBy(records, ({ at }) => new Date(at).toISOString().slice(0, 10));
    // 2025-11-16 was a Sunday, 2025-11-18 a Tuesday.
    expect(days.get('2025-11-16') ?? 0).toBeLessThan(0.7 * (days.get('2025-11-18') ?? 0));
  });
});

describe('the incidents', { timeout: 60_000 }, () => {
  it('are in the objects with each of their records', () => {
    const ids = new Set(records.map(({ record }) => record['eventID']));
    const incidents = estateIncidents({ seed: 7, now: NOW });
    expect(incidents).toHaveLength(7);
    for (const { name, events } of incidents) {
      expect(events.length, name).toBeGreaterThanOrEqual(3);
      for (const { record } of events) expect(ids.has(record['eventID']), name).toBe(true);
    }
  });

  it('are the only use of root: once with MFA, once without', () => {
    const root = records.filter(isRootUse);
    const signIns = root.filter(({ record }) => record['eventName'] === 'ConsoleLogin');
    const byAccount = signIns.map(({ account, record }) => [
      account,
      fieldOf(record, 'additionalEventData', 'MFAUsed'),
    ]);
    expect(root).toHaveLength(8);
    expect(byAccount).toEqual([
      [MANAGEMENT.id, 'Yes'],
      [LEGACY.id, 'No'],
    ]);
  });

  it('show passwords being guessed from one address, and the right one in the end', () => {
    const tries = named('ConsoleLogin').filter((read) => address(read) === STRANGERS.guesser.address);
    const outcomes = tries.map(({ record }) => fieldOf(record, 'responseElements', 'ConsoleLogin'));
    expect(outcomes).toEqual([...Array<string>(21).fill('Failure'), 'Success']);
    expect(fieldOf(tries.at(-1)?.record ?? {}, 'userIdentity', 'userName')).toBe(GUESSED.name);
    expect(records.filter(isFailedSignIn).length).toBeGreaterThanOrEqual(21);
  });

  it('show one person signing in from two continents within an hour', () => {
    const database = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
    const reader = new Reader<CountryResponse & { readonly country_code?: string }>(
      readFileSync(createRequire(import.meta.url).resolve(database)),
    );
    const far = named('ConsoleLogin').find((read) => address(read) === STRANGERS.farSignIn.address);
    const who = fieldOf(far?.record ?? {}, 'userIdentity', 'arn');
    const before = named('ConsoleLogin').filter(
      ({ at, record }) =>
        fieldOf(record, 'userIdentity', 'arn') === who &&
        at < (far?.at ?? 0) &&
        at > (far?.at ?? 0) - 60 * MINUTE_MS,
    );
    const countries = before.map((read) => reader.get(address(read))?.country_code);
    expect(countries).toContain('DE');
    expect(reader.get(STRANGERS.farSignIn.address)?.country_code).toBe('NG');
  });

  it('show instances launched where nobody else works', () => {
    const there = records.filter(({ record }) => record['awsRegion'] === STRANGE_REGION);
    const launches = there.filter(({ record }) => record['eventName'] === 'RunInstances');
    expect(launches.map(({ record }) => record['errorCode'])).toEqual([
      'Client.VcpuLimitExceeded',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(new Set(there.map(address))).toEqual(new Set([STRANGERS.guesser.address]));
  });

  it('show a security group opened to the world, once each for IPv4 and IPv6', () => {
    const open = named('AuthorizeSecurityGroupIngress').filter(({ record }) =>
      /"(0\.0\.0\.0\/0|::\/0)"/.test(JSON.stringify(record['requestParameters'])),
    );
    const ports = open.map(({ record }) => JSON.stringify(record).match(/"fromPort":(\d+)/)?.[1]);
    expect(ports).toEqual(['22', '3389']);
  });

  it('show a trail stopped, silence, and the trail started again', () => {
    const [stop, ...otherStops] = named('StopLogging');
    const [start, ...otherStarts] = named('StartLogging');
    expect([otherStops, otherStarts]).toEqual([[], []]);
    expect(stop?.account).toBe(LEGACY.id);
    expect(stop?.record['awsRegion']).toBe(GLOBAL_REGION);
    expect((start?.at ?? 0) - (stop?.at ?? 0)).toBeGreaterThan(100 * MINUTE_MS);
    const between = records.filter(
      ({ account, at }) => account === LEGACY.id && at > (stop?.at ?? 0) && at < (start?.at ?? 0),
    );
    expect(between).toEqual([]);
  });

  it('lie within the seven days, whatever the seed and the hour', () => {
    for (const [seed, now] of [
      ['a', '2024-02-29T00:00:00Z'],
      ['b', '2026-01-01T23:59:59Z'],
    ] as const) {
      const end = Date.parse(now);
      for (const { events } of estateIncidents({ seed, now: new Date(now) })) {
        for (const { at } of events) {
          expect(at).toBeGreaterThan(end - 7 * 24 * 60 * MINUTE_MS);
          expect(at).toBeLessThan(end - 60 * MINUTE_MS);
        }
      }
    }
  });
});
