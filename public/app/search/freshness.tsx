/** How old the newest event is; a warning where that is more than CloudTrail's own delay explains. */
import { EuiBadge, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../app_context';
import { isStale } from './is_stale';
import { useAnswer } from './use_answer';

export function Freshness({ request }: { request: PanelRequest | undefined }) {
  const { core, formats } = useApp();
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) => panelFetcher(core.http)('newest_event', asked, signal),
    [core],
  );
  const { answer } = useAnswer(request, ask);
  const at = answer?.state === 'data' ? answer.data.at : null;
  if (at === null) return null;
  const stale = isStale(at, Date.now());
  const tip = stale
    ? i18n.translate('cloudtrail.freshness.stale', {
        defaultMessage:
          '{time}. CloudTrail delivers within minutes, as a rule: either nothing happened since, or fetching is late. The page Sources says which.',
        values: { time: formats.time(at) },
      })
    : formats.time(at);
  return (
    <EuiToolTip content={tip}>
      <EuiBadge
        color={stale ? 'warning' : 'hollow'}
        iconType={stale ? 'warning' : 'clock'}
        tabIndex={0}
        data-test-subj="cloudtrailFreshness"
        data-stale={stale}
      >
        {i18n.translate('cloudtrail.freshness.newest', {
          defaultMessage: 'Newest event {ago}',
          values: { ago: formats.ago(at) },
        })}
      </EuiBadge>
    </EuiToolTip>
  );
}
