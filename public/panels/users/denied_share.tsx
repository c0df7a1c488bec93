/** The share of a user's events that AWS refused; counts, and other failures, are told on hover and to screen readers. */
import { EuiText, EuiTextColor, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { DENIED } from '../../../common/event_kinds';
import type { UserRow } from '../../../common/panels';
import { failureLevel } from '../frame/failure_level';
import { QueryLink } from '../frame/filter_link';
import { usePanelContext } from '../frame/panel_context';

const LEVEL_COLORS = { low: 'default', some: 'default', high: 'danger' } as const;

export function DeniedShare({ user: { id, name, denied, failures, events } }: { user: UserRow }) {
  const { formats } = usePanelContext();
  const text = i18n.translate('cloudtrail.users.deniedOf', {
    defaultMessage: '{denied} of {events} denied, {failures} failed in all',
    values: {
      denied: formats.count(denied),
      events: formats.count(events),
      failures: formats.count(failures),
    },
  });
  const share = formats.share(events > 0 ? denied / events : 0);
  if (denied > 0) {
    return (
      <QueryLink
        label={i18n.translate('cloudtrail.users.deniedPill', {
          defaultMessage: 'Denied to {name}',
          values: { name },
        })}
        events={{ bool: { filter: [DENIED, { term: { 'cloudtrail.actor.id': id } }] } }}
        said={i18n.translate('cloudtrail.users.deniedSaid', {
          defaultMessage: '{share}, {counts}',
          values: { share, counts: text },
        })}
      >
        <EuiTextColor color={LEVEL_COLORS[failureLevel(denied, events)]}>{share}</EuiTextColor>
      </QueryLink>
    );
  }
  return (
    <EuiToolTip content={text}>
      <EuiText size="s" color="subdued" tabIndex={0}>
        {share}
      </EuiText>
    </EuiToolTip>
  );
}
