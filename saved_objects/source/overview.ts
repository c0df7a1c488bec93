/** The dashboard "CloudTrail overview": how much happens, by whom, from where, in which services. */
import { FAILED_KQL, FAILURE_COLOR, SUCCEEDED_KQL, SUCCESS_COLOR } from './boards';
import type { Dashboard, LensPanel, Metric, ValuesBreakdown } from './boards';
import { detected } from './detected';
import { ALL_EVENTS_SEARCH } from './searches';
import { SOURCE_MAP, SOURCE_MAP_ID } from './source_map';

const EVENTS: Metric = { label: 'Events', of: 'events' };
const FAILED: Metric = { label: 'Failed', of: 'events', filter: FAILED_KQL, color: FAILURE_COLOR };
const SUCCEEDED: Metric = { label: 'Succeeded', of: 'events', filter: SUCCEEDED_KQL, color: SUCCESS_COLOR };
const LAST_SEEN: Metric = { label: 'Last seen', of: 'latest' };
/** All but what AWS services do by themselves. */
const PEOPLE_AND_MACHINES = 'cloudtrail.actor.id: * and not cloudtrail.actor.type: AWSService';

const top = (field: string, label: string, count: number): ValuesBreakdown => ({
  by: 'values',
  field,
  label,
  top: count,
});

const NUMBERS: readonly Omit<LensPanel, 'kind' | 'chart' | 'breakdowns' | 'place'>[] = [
  { id: 'events', title: 'Events', metrics: [EVENTS] },
  {
    id: 'failed',
    title: 'Failed calls',
    description: 'Calls that AWS refused or that went wrong, and failed sign-ins.',
    filter: FAILED_KQL,
    metrics: [{ label: 'Failed calls', of: 'events' }],
  },
  {
    id: 'actors',
    title: 'Users and roles',
    description: 'How many different users and roles acted; AWS services are left out.',
    filter: PEOPLE_AND_MACHINES,
    metrics: [{ label: 'Users and roles', of: 'values', field: 'cloudtrail.actor.id' }],
  },
  {
    id: 'accounts',
    title: 'Accounts',
    metrics: [{ label: 'Accounts', of: 'values', field: 'cloud.account.id' }],
  },
  {
    id: 'countries',
    title: 'Countries',
    description: 'From how many countries calls came.',
    metrics: [{ label: 'Countries', of: 'values', field: 'source.geo.country_iso_code' }],
  },
  {
    id: 'root',
    title: 'Root use',
    description: 'Calls and sign-ins of the root users of accounts.',
    filter: detected('root_use').kql,
    metrics: [{ label: 'Root use', of: 'events' }],
  },
];

export const OVERVIEW_DASHBOARD: Dashboard = {
  id: 'cloudtrail-overview',
  title: 'CloudTrail overview',
  description: 'Who does what in your AWS accounts, from where, and what fails.',
  panels: [
    ...NUMBERS.map((number, index): LensPanel => ({
      ...number,
      kind: 'lens',
      chart: 'number',
      breakdowns: [],
      place: { x: index * 8, y: 0, w: 8, h: 6 },
    })),
    {
      kind: 'lens',
      id: 'over_time',
      title: 'Events over time',
      chart: 'bars',
      metrics: [SUCCEEDED, FAILED],
      breakdowns: [{ by: 'time' }],
      place: { x: 0, y: 6, w: 24, h: 14 },
    },
    {
      kind: 'map',
      id: 'map',
      title: 'Where calls come from',
      shows: SOURCE_MAP_ID,
      // all continents, in half the width of a window
      mapCenter: { ...SOURCE_MAP.center, zoom: 0.4 },
      place: { x: 24, y: 6, w: 24, h: 14 },
    },
    {
      kind: 'lens',
      id: 'users',
      title: 'Users and roles',
      description: 'Without AWS services.',
      chart: 'table',
      filter: PEOPLE_AND_MACHINES,
      metrics: [EVENTS, FAILED, LAST_SEEN],
      breakdowns: [top('cloudtrail.actor.name', 'User or role', 50), top('cloud.account.id', 'Account', 5)],
      place: { x: 0, y: 20, w: 24, h: 14 },
    },
    {
      kind: 'lens',
      id: 'addresses',
      title: 'Source addresses',
      description: 'Public and private addresses; AWS services are left out.',
      chart: 'table',
      filter: 'source.ip: *',
      metrics: [EVENTS, FAILED, { label: 'Users', of: 'values', field: 'cloudtrail.actor.id' }],
      breakdowns: [
        top('source.address', 'Address', 50),
        { ...top('source.geo.country_name', 'Country', 1), hasOther: true, hasMissing: true },
      ],
      place: { x: 24, y: 20, w: 24, h: 14 },
    },
    {
      kind: 'lens',
      id: 'services',
      title: 'Services and calls',
      chart: 'donut',
      metrics: [EVENTS],
      breakdowns: [
        { ...top('cloud.service.name', 'Service', 6), hasOther: true },
        { ...top('event.action', 'Call', 4), hasOther: true },
      ],
      place: { x: 0, y: 34, w: 16, h: 14 },
    },
    {
      kind: 'lens',
      id: 'country_bars',
      title: 'Countries',
      chart: 'horizontal_bars',
      metrics: [SUCCEEDED, FAILED],
      breakdowns: [top('source.geo.country_name', 'Country', 12)],
      place: { x: 16, y: 34, w: 16, h: 14 },
    },
    {
      kind: 'lens',
      id: 'error_codes',
      title: 'Error codes',
      chart: 'horizontal_bars',
      filter: 'aws.cloudtrail.error_code: *',
      metrics: [{ label: 'Failed calls', of: 'events', color: FAILURE_COLOR }],
      breakdowns: [top('aws.cloudtrail.error_code', 'Error code', 12)],
      place: { x: 32, y: 34, w: 16, h: 14 },
    },
    {
      kind: 'lens',
      id: 'read_and_write',
      title: 'Reading and changing calls',
      chart: 'bars',
      metrics: [
        { label: 'Reading', of: 'events', filter: 'aws.cloudtrail.read_only: true', color: '#79aad9' },
        { label: 'Changing', of: 'events', filter: 'aws.cloudtrail.read_only: false', color: '#d6bf57' },
      ],
      breakdowns: [{ by: 'time' }],
      place: { x: 0, y: 48, w: 16, h: 12 },
    },
    {
      kind: 'lens',
      id: 'accounts_and_regions',
      title: 'Accounts and regions',
      chart: 'horizontal_bars',
      metrics: [EVENTS],
      breakdowns: [
        top('cloud.account.id', 'Account', 10),
        { ...top('cloud.region', 'Region', 6), hasOther: true },
      ],
      place: { x: 16, y: 48, w: 16, h: 12 },
    },
    {
      kind: 'lens',
      id: 'programs',
      title: 'Programs',
      description: 'What made the calls, by its user agent.',
      chart: 'donut',
      metrics: [EVENTS],
      breakdowns: [{ ...top('user_agent.name', 'Program', 8), hasOther: true }],
      place: { x: 32, y: 48, w: 16, h: 12 },
    },
    {
      kind: 'search',
      id: 'events_table',
      title: 'Events',
      shows: ALL_EVENTS_SEARCH.id,
      place: { x: 0, y: 60, w: 48, h: 18 },
    },
  ],
};
