/** The range to offer where the chosen one holds nothing: asked for only then. */
import { useCallback, useMemo } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import type { TimeRange } from '../../kibana/contracts';
import { rangeOffers } from '../../pages/overview/range_offers';
import { useApp } from '../app_context';
import { useAnswer } from './use_answer';

/** Undefined while there is something, and where no event fits at any time. */
export function useOfferedRange(isEmpty: boolean, request: PanelRequest | undefined): TimeRange | undefined {
  const { core } = useApp();
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) => panelFetcher(core.http)('data_range', asked, signal),
    [core],
  );
  const { answer } = useAnswer(isEmpty ? request : undefined, ask);
  return useMemo(() => {
    if (!isEmpty || answer?.state !== 'data') return undefined;
    const { first, last } = answer.data;
    if (first === null || last === null) return undefined;
    const offers = rangeOffers(first, last, Date.now());
    return offers.recent ?? offers.all;
  }, [isEmpty, answer]);
}
