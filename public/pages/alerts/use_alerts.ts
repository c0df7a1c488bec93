/** What the page knows of Kibana's rules, asked again every half minute. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { InstalledRule } from '../../../common/detections/installed_rules';
import { installedRules } from '../../../common/detections/installed_rules';
import type { KeptFields } from '../../../common/detections/kept_fields';
import type { KeptFieldsResponse } from '../../../common/detections/preview';
import { DETECTIONS_API } from '../../../common/ids';
import { useApp } from '../../app/app_context';
import type { Polled } from '../../app/poller';
import { usePolled } from '../../app/use_polled';
import type { AlertingApi, Availability, KibanaRule } from '../../kibana/alerting_api';
import { createAlertingApi } from '../../kibana/alerting_api';
import { fewAtOnce } from './few_at_once';

const PAUSE_MS = 30_000;

export interface AlertsState {
  readonly availability: Availability;
  /** By detection. */
  readonly installed: ReadonlyMap<string, InstalledRule<KibanaRule>>;
  readonly namespaces: readonly KeptFields[];
}

export function useAlertingApi(): AlertingApi {
  const { core } = useApp();
  return useMemo(() => createAlertingApi(core.http, () => Date.now()), [core]);
}

export function useAlerts(space: string): Polled<AlertsState> & { refresh(): void } {
  const { core } = useApp();
  const api = useAlertingApi();
  const ask = useCallback(
    async (signal: AbortSignal): Promise<AlertsState> => {
      const [availability, { namespaces }] = await Promise.all([
        api.availability(signal),
        core.http.fetch<KeptFieldsResponse>(`${DETECTIONS_API}/kept_fields`, { method: 'GET', signal }),
      ]);
      const canSee = availability !== 'no_right' && availability !== 'absent';
      const installed = installedRules(canSee ? await api.rules(signal) : [], space);
      return { availability, installed, namespaces };
    },
    [api, core, space],
  );
  return usePolled(ask, PAUSE_MS);
}

/** By rule id: when it last began an alert; null where it never did. Absent where nobody knows (yet). */
export type LastFired = ReadonlyMap<string, string | null>;

/** Asked apart, with each answer about the rules: it takes a question for each rule, and those that are there can be shown before. */
export function useLastFired(installed: AlertsState['installed']): LastFired {
  const api = useAlertingApi();
  const [lastFired, setLastFired] = useState<LastFired>(new Map());
  useEffect(() => {
    const left = new AbortController();
    const found = new Map<string, string | null>();
    const ids = [...installed.values()].map(({ rule }) => rule.id);
    void fewAtOnce(ids, async (id) => {
      const at = await api.lastFired(id, left.signal).catch(() => undefined);
      if (at !== undefined) found.set(id, at);
    }).then(() => {
      if (!left.signal.aborted) setLastFired(found);
    });
    return () => left.abort();
  }, [api, installed]);
  return lastFired;
}
