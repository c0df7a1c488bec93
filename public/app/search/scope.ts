/** The page's own pills: chosen accounts and regions, and the switches that leave calls out. */
import type { Filter, PluginsStart } from '../../kibana/contracts';
import { filterOfControl, namedFilter, oneOfFilter, valuesOf, withControl } from '../../kibana/filters';

/** Whose values one may choose from, and the fields that hold them. */
export const PICKERS = {
  // who comes in from elsewhere is of another account
  accounts: {
    control: 'cloudtrail-accounts',
    fields: ['cloud.account.id', 'aws.cloudtrail.recipient_account_id'],
  },
  regions: { control: 'cloudtrail-regions', fields: ['cloud.region'] },
} as const;
export type Picker = keyof typeof PICKERS;

export const SWITCHES = {
  services: {
    control: 'cloudtrail-services',
    query: {
      bool: {
        should: [
          { term: { 'cloudtrail.actor.type': 'AWSService' } },
          { term: { 'aws.cloudtrail.event_type': 'AwsServiceEvent' } },
        ],
        minimum_should_match: 1,
      },
    },
  },
  reads: {
    control: 'cloudtrail-reads',
    query: { term: { 'aws.cloudtrail.read_only': true } },
  },
} as const;
export type SwitchName = keyof typeof SWITCHES;

type FilterManager = PluginsStart['data']['query']['filterManager'];

/** The values chosen; none means all. */
export function chosen(picker: Picker, filters: readonly Filter[]): readonly string[] {
  return valuesOf(filterOfControl(PICKERS[picker].control, filters));
}

/** `pill`: what is chosen, in words. */
export function choose(
  picker: Picker,
  values: readonly string[],
  pill: string,
  filterManager: FilterManager,
  dataViewId: string | undefined,
): void {
  const { control, fields } = PICKERS[picker];
  const filter = values.length > 0 ? oneOfFilter(dataViewId, pill, fields, values) : undefined;
  filterManager.setFilters(withControl(control, filterManager.getFilters(), filter));
}

/** Whether such calls are left out. */
export function isLeftOut(name: SwitchName, filters: readonly Filter[]): boolean {
  return filterOfControl(SWITCHES[name].control, filters, true) !== undefined;
}

/** `pill`: what is left out, in words; Kibana says NOT before it. */
export function leaveOut(
  name: SwitchName,
  isOut: boolean,
  pill: string,
  filterManager: FilterManager,
  dataViewId: string | undefined,
): void {
  const { control, query } = SWITCHES[name];
  const filter = isOut ? namedFilter(dataViewId, pill, query, true) : undefined;
  filterManager.setFilters(withControl(control, filterManager.getFilters(), filter));
}
