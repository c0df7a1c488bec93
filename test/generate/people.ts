/** The people of the estate: who they are, where and when they work. */
import type { Account } from './accounts';
import { DATA, LEGACY, MANAGEMENT, PRODUCTION, STAGING } from './accounts';

export interface Person {
  readonly name: string;
  /** IAM user in one account, or a session of IAM Identity Center named by e-mail in each account. */
  readonly kind: 'user' | 'sso';
  /** ISO 3166-1 alpha-2: the country that each of `addresses` is in. */
  readonly country: string;
  /** Office first, then home. */
  readonly addresses: readonly string[];
  /** Hours east of UTC. No summer time: habits, not calendars. */
  readonly utcOffset: number;
  /** Local hours of work. */
  readonly hours: readonly [from: number, to: number];
  readonly worksWeekends: boolean;
  readonly accounts: readonly Account[];
  /** Permission set of the sso session; not used for IAM users. */
  readonly permissionSet: 'AdministratorAccess' | 'PowerUserAccess' | 'ViewOnlyAccess';
  /** Share of the work that is done in the console. */
  readonly console: number;
  readonly hasMfa: boolean;
}

function sso(
  name: string,
  country: string,
  utcOffset: number,
  addresses: readonly string[],
  accounts: readonly Account[],
  more: Partial<Person> = {},
): Person {
  return {
    name: `${name}@example.com`,
    kind: 'sso',
    country,
    addresses,
    utcOffset,
    hours: [9, 18],
    worksWeekends: false,
    accounts,
    permissionSet: 'PowerUserAccess',
    console: 0.4,
    hasMfa: true,
    ...more,
  };
}

function user(
  name: string,
  country: string,
  utcOffset: number,
  addresses: readonly string[],
  account: Account,
  more: Partial<Person> = {},
): Person {
  return { ...sso(name, country, utcOffset, addresses, [account], more), name, kind: 'user' };
}

/** The person whose account is taken over, and whose key then works far away. */
export const GUESSED: Person = user('tomasz.nowak', 'PL', 1, ['83.8.117.55', '79.184.33.14'], LEGACY, {
  hasMfa: false,
  console: 0.6,
});

/** The person who seems to sign in from two continents within the hour. */
export const TRAVELLER: Person = sso(
  'anna.schmidt',
  'DE',
  1,
  ['217.92.35.140', '87.147.66.21', '2003:c5:8f21:4a00::17'],
  [MANAGEMENT, PRODUCTION, DATA],
  { permissionSet: 'AdministratorAccess' },
);

export const PEOPLE: readonly Person[] = [
  TRAVELLER,
  GUESSED,
  sso('jonas.weber', 'DE', 1, ['217.92.35.140', '91.12.184.9'], [DATA, STAGING]),
  sso('maeve.byrne', 'IE', 0, ['86.45.12.77', '86.42.190.33'], [PRODUCTION, STAGING], { hours: [8, 17] }),
  sso('oliver.hughes', 'GB', 0, ['81.152.7.201', '2a00:23c6:1d0a:2b01::9'], [PRODUCTION, STAGING]),
  sso('emily.carter', 'US', -5, ['108.41.92.133', '2600:1700:5430:2a10::45'], [MANAGEMENT, PRODUCTION], {
    permissionSet: 'AdministratorAccess',
  }),
  sso('marcus.lee', 'US', -8, ['98.207.15.60', '73.162.44.19'], [PRODUCTION, STAGING], { hours: [10, 20] }),
  sso('sofia.ramirez', 'US', -8, ['24.6.201.88', '2601:640:8100:1c::a21'], [DATA], { worksWeekends: true }),
  sso('priya.nair', 'IN', 5.5, ['106.51.73.18', '2409:4072:6e1d:3a::1f'], [DATA, STAGING], {
    hours: [11, 20],
  }),
  sso('rahul.mehta', 'IN', 5.5, ['106.51.73.18', '122.172.84.61'], [PRODUCTION], { worksWeekends: true }),
  sso('lucas.almeida', 'BR', -3, ['189.62.114.8', '177.32.80.55'], [PRODUCTION, STAGING]),
  sso('yuki.tanaka', 'JP', 9, ['153.201.8.90', '2400:4050:c2a1:1100::8'], [PRODUCTION], { console: 0.7 }),
  sso('liam.walsh', 'AU', 10, ['58.161.7.19', '120.148.9.3'], [PRODUCTION, STAGING]),
  sso('chloe.martin', 'FR', 1, ['90.5.71.16', '86.195.40.12'], [MANAGEMENT], {
    permissionSet: 'ViewOnlyAccess',
    console: 0.9,
  }),
  sso('wei.ling', 'SG', 8, ['116.86.171.20', '116.15.44.90'], [DATA, PRODUCTION]),
  user('david.tremblay', 'CA', -5, ['70.53.9.180', '99.232.14.66'], LEGACY, { hasMfa: false }),
  user('backup-operator', 'NL', 1, ['84.25.77.130'], PRODUCTION, {
    hours: [1, 5],
    worksWeekends: true,
    console: 0,
  }),
];

/** Addresses of incidents, by the country that each is in. */
export const STRANGERS = {
  guesser: { country: 'VN', address: '14.169.22.85' },
  farSignIn: { country: 'NG', address: '105.112.22.41' },
  rootHome: { country: 'US', address: '71.204.181.7' },
  rootAway: { country: 'RU', address: '95.84.132.9' },
} as const;

const HOUR_MS = 3_600_000;

/** True while the person usually works: by the clock and the weekday of their home. */
export function isAtWork(person: Person, at: number): boolean {
  const local = new Date(at + person.utcOffset * HOUR_MS);
  const weekday = local.getUTCDay();
  if ((weekday === 0 || weekday === 6) && !person.worksWeekends) return false;
  const hour = local.getUTCHours();
  return hour >= person.hours[0] && hour < person.hours[1];
}

/** Where the person works from at that time: the office between 10 and 17, home else and on some days. */
export function addressAt(person: Person, at: number): string {
  const local = new Date(at + person.utcOffset * HOUR_MS);
  const hour = local.getUTCHours();
  const inOffice = hour >= 10 && hour < 17 && local.getUTCDate() % 5 !== 0;
  const home = person.addresses[1 + (local.getUTCDate() % Math.max(1, person.addresses.length - 1))];
  return (inOffice ? undefined : home) ?? person.addresses[0] ?? '';
}
