/** What the page knows of Kibana's rules, asked again every half minute. */
import { useCallback, useMemo } from 'react';
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
  /** By rule id: when it last began an alert; null where it never did. Absent where nobody knows. */
  readonly lastFired: ReadonlyMap<string, string | null>;
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
      const ids = [...installed.values()].map(({ rule }) => rule.id);
      return { availability, installed, namespaces, lastFired: await lastFired(api, ids, signal) };
    },
    [api, core, space],
  );
  return usePolled(ask, PAUSE_MS);
}

async function lastFired(
  api: AlertingApi,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>();
  await fewAtOnce(ids, async (id) => {
    const at = await api.lastFired(id, signal).catch(() => undefined);
    if (at !== undefined) found.set(id, at);
  });
  return found;
}
