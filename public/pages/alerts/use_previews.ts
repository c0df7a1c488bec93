/** Asks bit by bit what each rule would have found, those that run with their own settings. */
import { useEffect, useState } from 'react';
import { STOCK_DETECTIONS } from '../../../common/detections/catalogue';
import type { InstalledRule } from '../../../common/detections/installed_rules';
import type { DetectionPreview, PreviewRequest, PreviewResponse } from '../../../common/detections/preview';
import { isComplete, kqlWithSettings } from '../../../common/detections/settings';
import { DETECTIONS_API } from '../../../common/ids';
import { useApp } from '../../app/app_context';
import type { CoreStart } from '../../kibana/contracts';
import { kqlToQuery } from '../../kibana/kql';

/** A rule that is not there and can't be previewed is absent. `asking`: not answered yet. */
export type Preview = DetectionPreview | 'asking' | 'failed';

export interface Previews {
  readonly byId: ReadonlyMap<string, Preview>;
  /** Which kind of nothing there is, where no rule has an answer. */
  readonly nothing?: 'no_index' | 'no_right';
}

const AT_ONCE = 9;

export function usePreviews(installed: ReadonlyMap<string, InstalledRule>): Previews {
  const { core } = useApp();
  const [previews, setPreviews] = useState<Previews>({ byId: new Map() });
  const settings = STOCK_DETECTIONS.map(({ id }) => installed.get(id)?.settings ?? {});
  const key = JSON.stringify(settings);
  useEffect(() => {
    const abort = new AbortController();
    const asked = STOCK_DETECTIONS.flatMap((detection, i) => {
      const own = settings[i] ?? {};
      return detection.over === undefined && isComplete(detection, own)
        ? [{ id: detection.id, query: kqlToQuery(kqlWithSettings(detection, own)) }]
        : [];
    });
    void (async () => {
      let byId: ReadonlyMap<string, Preview> = new Map(asked.map(({ id }) => [id, 'asking' as const]));
      setPreviews({ byId });
      for (let at = 0; at < asked.length && !abort.signal.aborted; at += AT_ONCE) {
        const rules = asked.slice(at, at + AT_ONCE);
        const answer = await ask(core.http, rules, abort.signal);
        if (abort.signal.aborted) return;
        if (answer !== undefined && answer.state !== 'data') {
          setPreviews({ byId: new Map(), nothing: answer.state });
          return;
        }
        byId = new Map([...byId, ...answered(rules, answer?.data ?? [])]);
        setPreviews({ byId });
      }
    })();
    return () => abort.abort();
    // `key` stands for the settings, which are made anew with each answer
  }, [core, key]);
  return previews;
}

/** What one rule would have found with these settings; undefined where the server gives no answer. */
export async function askPreview(
  http: Pick<CoreStart['http'], 'fetch'>,
  id: string,
  kql: string,
  signal: AbortSignal,
): Promise<DetectionPreview | undefined> {
  const answer = await ask(http, [{ id, query: kqlToQuery(kql) }], signal);
  return answer?.state === 'data' ? answer.data[0] : undefined;
}

async function ask(
  http: Pick<CoreStart['http'], 'fetch'>,
  rules: PreviewRequest['rules'],
  signal: AbortSignal,
): Promise<PreviewResponse | undefined> {
  try {
    return await http.fetch<PreviewResponse>(`${DETECTIONS_API}/preview`, {
      method: 'POST',
      body: JSON.stringify({ rules }),
      signal,
    });
  } catch {
    // said beside each rule: the others may be answered
    return undefined;
  }
}

function answered(
  rules: PreviewRequest['rules'],
  found: readonly DetectionPreview[],
): readonly (readonly [string, Preview])[] {
  return rules.map(({ id }) => [id, found.find((preview) => preview.id === id) ?? 'failed'] as const);
}
