/** A time as "3 hours ago", with the full time, and that in UTC, on hover and focus. */
import { EuiToolTip } from '@elastic/eui';
import React from 'react';
import { useApp } from '../../app/app_context';

export function TimeAgo({ at }: { at: string }) {
  const { formats } = useApp();
  const own = formats.time(at);
  const inUtc = formats.timeZone === 'UTC' ? undefined : formats.utcTime(at);
  return (
    <EuiToolTip title={inUtc && own} content={inUtc ?? own}>
      <time dateTime={at} tabIndex={0} style={{ whiteSpace: 'nowrap' }}>
        {formats.ago(at)}
      </time>
    </EuiToolTip>
  );
}
