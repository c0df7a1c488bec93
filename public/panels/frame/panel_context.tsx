/** What the page gives to every panel: the situation it is in, formats, and what a click may do. */
import { createContext, useContext } from 'react';
import type { PanelRequest } from '../../../common/panels';
import type { PluginsStart, TimeRange } from '../../kibana/contracts';
import type { DiscoverTable } from '../../kibana/discover';
import type { Formats } from '../../kibana/formats';
import type { RangeSituation } from './panel_view';

/** Fields by which a click in a panel filters. */
export type FilterField =
  | 'aws.cloudtrail.error_code'
  | 'aws.cloudtrail.flattened.request_parameters.roleArn'
  | 'aws.cloudtrail.flattened.response_elements.instancesSet.items.instanceType'
  | 'aws.cloudtrail.user_identity.access_key_id'
  | 'aws.cloudtrail.user_identity.session_context.ec2_role_delivery'
  | 'cloud.account.id'
  | 'cloud.region'
  | 'cloudtrail.actor.id'
  | 'cloudtrail.actor.name'
  | 'cloudtrail.actor.session_name'
  | 'event.action'
  | 'event.outcome'
  | 'event.provider'
  | 'source.address'
  | 'source.geo.city_name'
  | 'source.geo.country_iso_code'
  | 'source.geo.country_name'
  | 'user_agent.name'
  | 'user_agent.original';

export interface PanelContextValue {
  readonly situation: RangeSituation;
  readonly formats: Formats;
  readonly charts: PluginsStart['charts'];
  /** The range to offer where the chosen one is empty; undefined while none is known. */
  readonly offeredRange: TimeRange | undefined;
  showRange(range: TimeRange): void;
  clearSearch(): void;
  retry(panel: string): void;
  /** Adds a filter pill: only events whose `field` is `value`. */
  filterFor(field: FilterField, value: string): void;
  /** Adds a filter pill: no events whose `field` is `value`. */
  filterOut(field: FilterField, value: string): void;
  /** Adds a filter pill under a name: only events that an Elasticsearch query finds, or with `isOut` none of them. */
  filterByQuery(name: string, events: Readonly<Record<string, unknown>>, isOut?: boolean): void;
  /**
   * Shows the panel's events in Discover, with the page's time, query and pills; `events` is an Elasticsearch query that says
   * which of them the panel is about. Absent where there is no Discover for this user.
   */
  readonly openInDiscover?: (
    title: string,
    events: Readonly<Record<string, unknown>> | undefined,
    table?: DiscoverTable,
  ) => void;
  /** Shows what was asked of Elasticsearch for a panel, and the answer. Absent where Kibana has no inspector. */
  readonly inspect?: (panel: string, title: string, request: PanelRequest) => void;
}

const PanelContext = createContext<PanelContextValue | undefined>(undefined);

export const PanelContextProvider = PanelContext.Provider;

/** Throws outside of the page. */
export function usePanelContext(): PanelContextValue {
  const value = useContext(PanelContext);
  if (!value) throw new Error('A panel stands outside of its page.');
  return value;
}
