/** The dashboard "CloudTrail security": the controls of the CIS benchmark as numbers, sign-ins, root, denied calls, changes. */
import { FAILED_KQL, FAILURE_COLOR, SUCCEEDED_KQL, SUCCESS_COLOR } from './boards';
import type { Dashboard, LensPanel, Metric, ValuesBreakdown } from './boards';
import { detected } from './detected';
import { FAILED_SIGN_INS_SEARCH, NETWORK_CHANGES_SEARCH } from './searches';

const EVENTS: Metric = { label: 'Events', of: 'events' };
const LAST_SEEN: Metric = { label: 'Last seen', of: 'latest' };
const ACTOR: ValuesBreakdown = {
  by: 'values',
  field: 'cloudtrail.actor.name',
  label: 'User or role',
  top: 50,
};

/** A tile each, in this order: detections of the catalogue, so that a number and an alert mean the same. */
const TILES: readonly { readonly detection: string; readonly title: string }[] = [
  { detection: 'root_use', title: 'Root use' },
  { detection: 'console_sign_in_failures', title: 'Failed sign-ins' },
  { detection: 'console_sign_in_without_mfa', title: 'Sign-ins without MFA' },
  { detection: 'unauthorized_api_calls', title: 'Unauthorized calls' },
  { detection: 'iam_policy_changes', title: 'IAM policies' },
  { detection: 'cloudtrail_changes', title: 'CloudTrail' },
  { detection: 'kms_key_disabled_or_deleted', title: 'KMS keys' },
  { detection: 's3_bucket_policy_changes', title: 'S3 access' },
  { detection: 'aws_config_changes', title: 'AWS Config' },
  { detection: 'security_group_changes', title: 'Security groups' },
  { detection: 'network_acl_changes', title: 'Network ACLs' },
  { detection: 'network_gateway_changes', title: 'Gateways' },
  { detection: 'route_table_changes', title: 'Route tables' },
  { detection: 'vpc_changes', title: 'VPCs' },
  { detection: 'organizations_changes', title: 'Organization' },
  { detection: 'instance_state_changes', title: 'Instances' },
];
const TILES_IN_ROW = 8;
const TILE = { w: 6, h: 6 };

/** Changes over time, in layers of these. Instances have a panel of their own: they are far more. */
const CHANGES: readonly { readonly detection: string; readonly label: string }[] = [
  { detection: 'iam_policy_changes', label: 'IAM policies' },
  { detection: 'security_group_changes', label: 'Security groups' },
  { detection: 'network_acl_changes', label: 'Network ACLs' },
  { detection: 'network_gateway_changes', label: 'Gateways' },
  { detection: 'route_table_changes', label: 'Route tables' },
  { detection: 'vpc_changes', label: 'VPCs' },
  { detection: 's3_bucket_policy_changes', label: 'S3 access' },
  { detection: 'kms_key_disabled_or_deleted', label: 'KMS keys' },
  { detection: 'cloudtrail_changes', label: 'CloudTrail' },
];

export const SECURITY_DASHBOARD: Dashboard = {
  id: 'cloudtrail-security',
  title: 'CloudTrail security',
  description: 'Root use, sign-ins, denied calls, and the changes that the CIS benchmark says to watch.',
  panels: [
    ...TILES.map(({ detection, title }, index): LensPanel => ({
      kind: 'lens',
      id: detection,
      title,
      description: detected(detection).name,
      chart: 'number',
      filter: detected(detection).kql,
      metrics: [{ label: title, of: 'events' }],
      breakdowns: [],
      place: {
        x: (index % TILES_IN_ROW) * TILE.w,
        y: Math.floor(index / TILES_IN_ROW) * TILE.h,
        ...TILE,
      },
    })),
    {
      kind: 'lens',
      id: 'changes_over_time',
      title: 'Changes over time',
      chart: 'bars',
      metrics: [EVENTS],
      breakdowns: [
        { by: 'time' },
        {
          by: 'filters',
          label: 'Change',
          filters: CHANGES.map(({ detection, label }) => ({ label, kql: detected(detection).kql })),
        },
      ],
      place: { x: 0, y: 12, w: 24, h: 13 },
    },
    {
      kind: 'lens',
      id: 'sign_ins_over_time',
      title: 'Console sign-ins over time',
      chart: 'bars',
      filter: 'event.action: ConsoleLogin',
      metrics: [
        { label: 'Signed in', of: 'events', filter: SUCCEEDED_KQL, color: SUCCESS_COLOR },
        { label: 'Failed', of: 'events', filter: FAILED_KQL, color: FAILURE_COLOR },
      ],
      breakdowns: [{ by: 'time' }],
      place: { x: 24, y: 12, w: 24, h: 13 },
    },
    {
      kind: 'lens',
      id: 'failed_sign_ins_by_user',
      title: 'Failed sign-ins',
      chart: 'table',
      filter: detected('console_sign_in_failures').kql,
      metrics: [{ label: 'Attempts', of: 'events' }, LAST_SEEN],
      breakdowns: [
        ACTOR,
        { by: 'values', field: 'source.address', label: 'Address', top: 10 },
        {
          by: 'values',
          field: 'source.geo.country_name',
          label: 'Country',
          top: 1,
          hasOther: true,
          hasMissing: true,
        },
      ],
      place: { x: 0, y: 25, w: 24, h: 13 },
    },
    {
      kind: 'lens',
      id: 'denied_calls',
      title: 'Unauthorized calls',
      chart: 'table',
      filter: detected('unauthorized_api_calls').kql,
      metrics: [{ label: 'Denied', of: 'events' }, LAST_SEEN],
      breakdowns: [
        ACTOR,
        { by: 'values', field: 'cloud.service.name', label: 'Service', top: 5 },
        { by: 'values', field: 'event.action', label: 'Call', top: 5 },
      ],
      place: { x: 24, y: 25, w: 24, h: 13 },
    },
    {
      kind: 'lens',
      id: 'root_calls',
      title: 'Root use',
      chart: 'table',
      filter: detected('root_use').kql,
      metrics: [EVENTS, LAST_SEEN],
      breakdowns: [
        { by: 'values', field: 'cloud.account.id', label: 'Account', top: 20 },
        { by: 'values', field: 'event.action', label: 'Call', top: 10 },
        { by: 'values', field: 'source.address', label: 'Address', top: 5 },
      ],
      place: { x: 0, y: 38, w: 24, h: 13 },
    },
    {
      kind: 'lens',
      id: 'instances_by_user',
      title: 'Instances launched, started, stopped, terminated',
      chart: 'horizontal_bars',
      filter: detected('instance_state_changes').kql,
      metrics: [EVENTS],
      breakdowns: [
        { ...ACTOR, top: 10 },
        { by: 'values', field: 'event.action', label: 'Call', top: 5 },
      ],
      place: { x: 24, y: 38, w: 24, h: 13 },
    },
    {
      kind: 'search',
      id: 'network_changes_table',
      title: 'Security group and network changes',
      shows: NETWORK_CHANGES_SEARCH.id,
      place: { x: 0, y: 51, w: 48, h: 15 },
    },
    {
      kind: 'search',
      id: 'failed_sign_ins_table',
      title: 'Failed sign-ins, each',
      shows: FAILED_SIGN_INS_SEARCH.id,
      place: { x: 0, y: 66, w: 48, h: 15 },
    },
  ],
};
