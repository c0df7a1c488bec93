/** Which of the plugin's dashboards this space has, and making them. */
import { useCallback, useEffect, useState } from 'react';
import type {
  DashboardsResponse,
  InstallDashboardsRequest,
  InstallDashboardsResponse,
} from '../../../common/dashboards';
import { DASHBOARDS_API } from '../../../common/ids';
import { panelError } from '../../api';
import type { CoreStart } from '../../kibana/contracts';
import { installedMessage } from './installed_message';

interface Dashboards {
  /** Undefined until the first answer. */
  readonly boards: DashboardsResponse | undefined;
  /** Why there is none, in the server's words. */
  readonly failure: string | undefined;
  readonly isInstalling: boolean;
  /** Says in a toast what it did, or why not. */
  install(replace: boolean): Promise<void>;
}

export function useDashboards({ http, notifications }: CoreStart): Dashboards {
  const [boards, setBoards] = useState<DashboardsResponse>();
  const [failure, setFailure] = useState<string>();
  const [isInstalling, setInstalling] = useState(false);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setBoards(await http.fetch<DashboardsResponse>(DASHBOARDS_API, { method: 'GET', signal }));
      } catch (thrown) {
        if (signal?.aborted !== true) setFailure(panelError(thrown).message);
      }
    },
    [http],
  );
  useEffect(() => {
    const left = new AbortController();
    void load(left.signal);
    return () => left.abort();
  }, [load]);

  const install = async (replace: boolean) => {
    setInstalling(true);
    const request: InstallDashboardsRequest = { replace };
    try {
      const body = JSON.stringify(request);
      const done = await http.fetch<InstallDashboardsResponse>(DASHBOARDS_API, { method: 'POST', body });
      notifications.toasts.addSuccess(installedMessage(done));
      await load();
    } catch (thrown) {
      notifications.toasts.addDanger(panelError(thrown).message);
    } finally {
      setInstalling(false);
    }
  };
  return { boards, failure, isInstalling, install };
}
