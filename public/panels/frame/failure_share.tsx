/** The share of events that failed; the count is told on hover and to screen readers. */
import { EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { failureLevel } from './failure_level';
import { usePanelContext } from './panel_context';

const LEVEL_COLORS = { low: 'default', some: 'default', high: 'danger' } as const;

export function FailureShare({ failures, events }: { failures: number; events: number }) {
  const { formats } = usePanelContext();
  const text = i18n.translate('cloudtrail.panel.failuresOf', {
    defaultMessage: '{failures} of {events} failed',
    values: { failures: formats.count(failures), events: formats.count(events) },
  });
  const color = failures === 0 ? 'subdued' : LEVEL_COLORS[failureLevel(failures, events)];
  return (
    <EuiToolTip content={text}>
      <EuiText size="s" color={color} tabIndex={0}>
        {formats.share(events > 0 ? failures / events : 0)}
      </EuiText>
    </EuiToolTip>
  );
}
