/** Who acts, by number of events, with when and from where they were last seen. */
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import type { UserRow, Users } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { BY_SOMEBODY } from '../../../common/event_kinds';
import { Bar } from '../frame/bar';
import { CountryBadges } from '../frame/country_badges';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { DeniedShare } from './denied_share';
import { Sparkline } from '../frame/sparkline';
import { TimeAgo } from '../frame/time_ago';
import { UserCell } from '../frame/user_cell';

const TITLE = i18n.translate('cloudtrail.users.title', { defaultMessage: 'Users' });
/** More countries than these are counted, not listed. */
const COUNTRIES_LISTED = 2;

export const UsersPanel = memo(function UsersPanel({ load }: { load: PanelLoad<Users> }) {
  return (
    <PanelFrame
      panel="users"
      title={TITLE}
      tip={i18n.translate('cloudtrail.users.tip', {
        defaultMessage:
          'People, roles and root by number of events. The number beside the title counts different users: exact up to 3,000, close beyond. Denied is the share of a user’s events that AWS refused for want of a right.',
      })}
      load={load}
      bodyHeight={400}
      events={BY_SOMEBODY}
      total={(data) => data.total}
      unit={(total) =>
        i18n.translate('cloudtrail.users.unit', {
          defaultMessage: '{total, plural, one {user} other {users}}',
          values: { total },
        })
      }
      none={{
        title: i18n.translate('cloudtrail.users.none', {
          defaultMessage: 'No event in this range names a user',
        }),
      }}
    >
      {(data) => <UsersTable data={data} />}
    </PanelFrame>
  );
});

function UsersTable({ data }: { data: Users }) {
  const most = Math.max(1, ...data.users.map((user) => user.events));
  return (
    <PagedTable<UserRow>
      name="users"
      caption={TITLE}
      rows={data.users}
      pageSize={7}
      outOf={{ total: data.total, by: 'events' }}
      itemId="id"
      rowHeader="name"
      rowSubject="cloudtrailUsersRow"
      sortedBy="events"
      columns={[
        {
          field: 'name',
          name: i18n.translate('cloudtrail.users.user', { defaultMessage: 'User' }),
          sortable: true,
          // an e-mail address on one line; the others need little
          width: '34%',
          mobileOptions: { width: '100%' },
          render: (_name: string, user) => <UserCell user={user} />,
        },
        {
          field: 'events',
          name: i18n.translate('cloudtrail.users.events', { defaultMessage: 'Events' }),
          sortable: true,
          align: 'right',
          width: '84px',
          render: (events: number, { id, name }) => (
            <Bar
              value={events}
              most={most}
              testSubject="cloudtrailUserEvents"
              filter={{
                label: name,
                events: { bool: { filter: [BY_SOMEBODY, { term: { 'cloudtrail.actor.id': id } }] } },
              }}
            />
          ),
        },
        {
          field: 'trend',
          name: i18n.translate('cloudtrail.users.activity', { defaultMessage: 'Activity' }),
          width: '76px',
          mobileOptions: { show: false },
          render: (trend: readonly number[]) => <Sparkline points={trend} height={24} />,
        },
        {
          field: 'denied',
          name: i18n.translate('cloudtrail.users.denied', { defaultMessage: 'Denied' }),
          align: 'right',
          width: '72px',
          sortable: (user) => user.denied / user.events,
          render: (_denied: number, user) => <DeniedShare user={user} />,
        },
        {
          field: 'last_seen',
          name: i18n.translate('cloudtrail.users.lastSeen', { defaultMessage: 'Last seen' }),
          sortable: true,
          render: (lastSeen: string) => <TimeAgo at={lastSeen} />,
        },
        {
          name: i18n.translate('cloudtrail.users.countries', { defaultMessage: 'From' }),
          render: ({ countries }: UserRow) => <CountryBadges countries={countries} most={COUNTRIES_LISTED} />,
        },
      ]}
    />
  );
}
