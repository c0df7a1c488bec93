/** Searches to open in Discover, and to show as tables on the dashboards. */
import type { SavedSearch } from './boards';
import { FAILED_KQL } from './boards';
import { detected } from './detected';

const WHO_AND_WHERE = ['cloudtrail.actor.name', 'source.address', 'source.geo.country_name'];

export const ALL_EVENTS_SEARCH: SavedSearch = {
  id: 'cloudtrail-events-search',
  title: 'CloudTrail events',
  description: 'All events, newest first.',
  kql: '',
  columns: [
    'event.action',
    'cloud.service.name',
    ...WHO_AND_WHERE,
    'cloud.account.id',
    'cloud.region',
    'event.outcome',
  ],
};

export const FAILED_CALLS_SEARCH: SavedSearch = {
  id: 'cloudtrail-failed-calls-search',
  title: 'CloudTrail failed calls',
  description: 'Calls that AWS refused or that went wrong, and failed sign-ins.',
  kql: FAILED_KQL,
  columns: [
    'event.action',
    'cloud.service.name',
    'aws.cloudtrail.error_code',
    'aws.cloudtrail.error_message',
    ...WHO_AND_WHERE,
  ],
  widths: { 'aws.cloudtrail.error_message': 320 },
};

export const FAILED_SIGN_INS_SEARCH: SavedSearch = {
  id: 'cloudtrail-failed-sign-ins-search',
  title: 'CloudTrail failed sign-ins',
  description: 'Console sign-ins that failed.',
  kql: detected('console_sign_in_failures').kql,
  columns: [...WHO_AND_WHERE, 'cloud.account.id', 'aws.cloudtrail.error_message'],
};

export const ROOT_USE_SEARCH: SavedSearch = {
  id: 'cloudtrail-root-use-search',
  title: 'CloudTrail root use',
  description: 'Sign-ins and calls of the root users of accounts.',
  kql: detected('root_use').kql,
  columns: ['event.action', 'cloud.account.id', ...WHO_AND_WHERE, 'event.outcome'],
};

/** The network's own controls of the CIS benchmark together. */
export const NETWORK_CHANGES_SEARCH: SavedSearch = {
  id: 'cloudtrail-network-changes-search',
  title: 'CloudTrail security group and network changes',
  description: 'Changes of security groups, network ACLs, gateways, route tables and VPCs.',
  kql: [
    'security_group_changes',
    'network_acl_changes',
    'network_gateway_changes',
    'route_table_changes',
    'vpc_changes',
  ]
    .map((id) => `(${detected(id).kql})`)
    .join(' or '),
  columns: ['event.action', ...WHO_AND_WHERE, 'aws.cloudtrail.request_parameters'],
  widths: { 'aws.cloudtrail.request_parameters': 400 },
};

export const SEARCHES: readonly SavedSearch[] = [
  ALL_EVENTS_SEARCH,
  FAILED_CALLS_SEARCH,
  FAILED_SIGN_INS_SEARCH,
  ROOT_USE_SEARCH,
  NETWORK_CHANGES_SEARCH,
];
