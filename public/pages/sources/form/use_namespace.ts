/** The settings of the namespace that is entered: as they are, and as they are to be. */
import { useCallback, useEffect, useMemo, useState } from 'react';
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

const TYPING_MS = 300;
const NAME = /^[a-z0-9_]{1,50}$/;

/** Follows the name as it is typed. What was changed for one name is not taken over to another. */
export function useNamespace(name: string): NamespaceHandle {
  const { api } = useSources();
  const settled = useSettled(name.trim());
  const [edited, setEdited] = useState<{ name: string; settings: Partial<NamespaceSettings> }>();
  const ask = useCallback(
    (signal: AbortSignal) =>
      NAME.test(settled) ? api.namespace(settled, signal) : Promise.resolve(undefined),
    [api, settled],
  );
  const { data: details, error, isLoading, retry } = useOnce(ask);
  const set = useCallback(
    (changes: Partial<NamespaceSettings>) =>
      setEdited((before) => ({
        name: settled,
        settings: { ...(before?.name === settled ? before.settings : {}), ...changes },
      })),
    [settled],
  );
  return useMemo(() => {
    const own = edited?.name === settled ? edited.settings : {};
    const isCurrent = details?.name === settled;
    const settings = isCurrent ? { ...details.settings, ...own } : undefined;
    return {
      name: settled,
      details: isCurrent ? details : undefined,
      error,
      isLoading,
      settings,
      changes:
        isCurrent && settings ? changedSettings(details.settings, withoutEmptyRules(settings)) : undefined,
      set,
      retry,
    };
  }, [details, edited, error, isLoading, retry, set, settled]);
}

/** A value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
