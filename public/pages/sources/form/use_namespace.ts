/** The settings of the namespace that is entered: as they are, and as they are to be. */
import { useCallback, useMemo, useState } from 'react';
import type {
  NamespaceDetailsResponse,
  NamespaceSettings,
  PutNamespaceRequest,
} from '../../../../common/namespaces';
import { useOnce } from '../../../app/use_once';
import { useSources } from '../sources_context';
import { changedSettings, withoutEmptyRules } from './changed_settings';

export interface NamespaceHandle {
  readonly name: string;
  readonly details?: NamespaceDetailsResponse;
  readonly error?: unknown;
  readonly isLoading: boolean;
  /** As shown: with what was changed here. */
  readonly settings?: NamespaceSettings;
  /** What was changed here; nothing when all is as it was. */
  readonly changes?: PutNamespaceRequest;
  set(changes: Partial<NamespaceSettings>): void;
  retry(): void;
}

const NAME = /^[a-z0-9_]{1,50}$/;

/** What was changed for one name is not taken over to another. */
export function useNamespace(name: string): NamespaceHandle {
  const { api } = useSources();
  const [edited, setEdited] = useState<{ name: string; settings: Partial<NamespaceSettings> }>();
  const ask = useCallback(
    (signal: AbortSignal) => (NAME.test(name) ? api.namespace(name, signal) : Promise.resolve(undefined)),
    [api, name],
  );
  const { data: details, error, isLoading, retry } = useOnce(ask);
  const set = useCallback(
    (changes: Partial<NamespaceSettings>) =>
      setEdited((before) => ({
        name,
        settings: { ...(before?.name === name ? before.settings : {}), ...changes },
      })),
    [name],
  );
  return useMemo(() => {
    const own = edited?.name === name ? edited.settings : {};
    const isCurrent = details?.name === name;
    const settings = isCurrent ? { ...details.settings, ...own } : undefined;
    return {
      name,
      details: isCurrent ? details : undefined,
      error,
      isLoading,
      settings,
      changes:
        isCurrent && settings ? changedSettings(details.settings, withoutEmptyRules(settings)) : undefined,
      set,
      retry,
    };
  }, [details, edited, error, isLoading, retry, set, name]);
}
