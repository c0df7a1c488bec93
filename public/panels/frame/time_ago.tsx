/** A time as "3 hours ago", with the full time on hover and focus. */
import { EuiToolTip } from '@elastic/eui';
import React from 'react';
import { useApp } from '../../app/app_context';

export function TimeAgo({ at }: { at: string }) {
  const { formats } = useApp();
  return (
    <EuiToolTip content={formats.time(at)}>
      <time dateTime={at} tabIndex={0}>
        {formats.ago(at)}
      </time>
    </EuiToolTip>
  );
}
