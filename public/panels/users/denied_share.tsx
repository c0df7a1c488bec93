/** The share of a user's events that AWS refused; pressed, those. */
import { i18n } from '@kbn/i18n';
import React from 'react';
import { DENIED } from '../../../common/event_kinds';
import type { UserRow } from '../../../common/panels';
import { EventShare } from '../frame/event_share';
import { usePanelContext } from '../frame/panel_context';

export function DeniedShare({ user: { id, name, denied, failures, events } }: { user: UserRow }) {
  const { formats } = usePanelContext();
  return (
    <EventShare
      part={denied}
      events={events}
      told={i18n.translate('cloudtrail.users.deniedOf', {
        defaultMessage: '{denied} of {events} denied, {failures} failed in all',
        values: {
          denied: formats.count(denied),
          events: formats.count(events),
          failures: formats.count(failures),
        },
      })}
      label={i18n.translate('cloudtrail.users.deniedPill', {
        defaultMessage: 'Denied to {name}',
        values: { name: name || id },
      })}
      query={{ bool: { filter: [DENIED, { term: { 'cloudtrail.actor.id': id } }] } }}
    />
  );
}
