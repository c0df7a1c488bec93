/** The share of events that failed; the count is told on hover and to screen readers. */
import { EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { usePanelContext } from './panel_context';

export function FailureShare({ failures, events }: { failures: number; events: number }) {
  const { formats } = usePanelContext();
  const text = i18n.translate('cloudtrail.panel.failuresOf', {
    defaultMessage: '{failures} of {events} failed',
    values: { failures: formats.count(failures), events: formats.count(events) },
  });
  return (
    <EuiToolTip content={text}>
      <EuiText size="s" color={failures > 0 ? 'danger' : 'subdued'} tabIndex={0}>
        {formats.share(events > 0 ? failures / events : 0)}
      </EuiText>
    </EuiToolTip>
  );
}
