/** A time as "3 hours ago", with the full time on hover and focus. */
import { EuiToolTip } from '@elastic/eui';
import React from 'react';
import { usePanelContext } from './panel_context';

export function TimeAgo({ at }: { at: string }) {
  const { formats } = usePanelContext();
  return (
    <EuiToolTip content={formats.time(at)}>
      <time dateTime={at} tabIndex={0}>
        {formats.ago(at)}
      </time>
    </EuiToolTip>
  );
}
