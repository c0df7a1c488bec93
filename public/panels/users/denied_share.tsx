/** The share of a user's events that AWS refused; counts, and other failures, are told on hover and to screen readers. */
import { EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { UserRow } from '../../../common/panels';
import { failureLevel } from '../frame/failure_level';
import { usePanelContext } from '../frame/panel_context';

const LEVEL_COLORS = { low: 'default', some: 'default', high: 'danger' } as const;

export function DeniedShare({ user: { denied, failures, events } }: { user: UserRow }) {
  const { formats } = usePanelContext();
  const text = i18n.translate('cloudtrail.users.deniedOf', {
    defaultMessage: '{denied} of {events} denied, {failures} failed in all',
    values: {
      denied: formats.count(denied),
      events: formats.count(events),
      failures: formats.count(failures),
    },
  });
  const color = denied === 0 ? 'subdued' : LEVEL_COLORS[failureLevel(denied, events)];
  return (
    <EuiToolTip content={text}>
      <EuiText size="s" color={color} tabIndex={0}>
        {formats.share(events > 0 ? denied / events : 0)}
      </EuiText>
    </EuiToolTip>
  );
}
