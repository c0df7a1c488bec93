/** What the page gives to every panel: the situation it is in, formats, and what a click may do. */
import { createContext, useContext } from 'react';
import type { PanelId } from '../../../common/panels';
import type { PluginsStart, TimeRange } from '../../kibana/contracts';
import type { Formats } from '../../kibana/formats';
import type { RangeSituation } from './panel_view';

/** Fields by which a click in a panel filters. */
export type FilterField =
  | 'cloudtrail.actor.id'
  | 'cloud.account.id'
  | 'event.action'
  | 'event.outcome'
  | 'source.geo.country_iso_code';

export interface PanelContextValue {
  readonly situation: RangeSituation;
  readonly formats: Formats;
  readonly charts: PluginsStart['charts'];
  /** The range to offer where the chosen one is empty; undefined while none is known. */
  readonly offeredRange: TimeRange | undefined;
  showRange(range: TimeRange): void;
  clearSearch(): void;
  retry(panel: PanelId): void;
  /** Adds a filter pill. */
  filterFor(field: FilterField, value: string): void;
}

const PanelContext = createContext<PanelContextValue | undefined>(undefined);

export const PanelContextProvider = PanelContext.Provider;

/** Throws outside of the page. */
export function usePanelContext(): PanelContextValue {
  const value = useContext(PanelContext);
  if (!value) throw new Error('A panel stands outside of its page.');
  return value;
}
