/** A page of users, sorted by the server. */
import { EuiBasicTable, EuiText } from '@elastic/eui';
import type { Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Actors, ActorsRequest } from '../../../common/actors';
import type { UserRow } from '../../../common/panels';
import { MOST_ACTORS_LISTED } from '../../../common/explore_limits';
import { useApp } from '../../app/app_context';
import { ACTORS_TITLE } from '../../app/app_tabs';
import { FailureShare } from '../../panels/frame/failure_share';
import { QueryLink } from '../../panels/frame/filter_link';
import { Sparkline } from '../../panels/frame/sparkline';
import { TimeAgo } from '../../panels/frame/time_ago';
import { UserCell } from '../../panels/frame/user_cell';
import { DeniedShare } from '../../panels/users/denied_share';
import { PAGE_SIZES } from './actors_view';
import { ofActorQuery } from './of_actor';
import { CountryBadges } from '../../panels/frame/country_badges';

const COUNTRIES_LISTED = 3;

interface ActorsTableProps {
  readonly data: Actors;
  /** What `data` answers. */
  readonly asked: ActorsRequest;
  onChange(criteria: Criteria<UserRow>): void;
}

export function ActorsTable({ data, asked, onChange }: ActorsTableProps) {
  const { formats } = useApp();
  return (
    <>
      <EuiBasicTable<UserRow>
        tableCaption={ACTORS_TITLE}
        tableLayout="auto"
        items={[...data.rows]}
        itemId="id"
        rowHeader="name"
        rowProps={{ 'data-test-subj': 'cloudtrailActorsRow' }}
        onChange={onChange}
        pagination={{
          pageIndex: asked.page,
          pageSize: asked.page_size,
          pageSizeOptions: PAGE_SIZES,
          totalItemCount: Math.min(data.total, MOST_ACTORS_LISTED),
        }}
        sorting={{ sort: { field: asked.sort, direction: asked.order } }}
        columns={[
          {
            field: 'name',
            name: i18n.translate('cloudtrail.users.user', { defaultMessage: 'User' }),
            width: '34%',
            mobileOptions: { width: '100%' },
            render: (_name: string, actor) => <UserCell user={actor} />,
          },
          {
            field: 'events',
            name: i18n.translate('cloudtrail.users.events', { defaultMessage: 'Events' }),
            sortable: true,
            align: 'right',
            render: (events: number, { id, name }) => (
              <QueryLink label={name || id} events={ofActorQuery(id)} said={formats.count(events)}>
                <span data-test-subj="cloudtrailActorEvents">{formats.count(events)}</span>
              </QueryLink>
            ),
          },
          {
            field: 'trend',
            width: '140px',
            mobileOptions: { show: false },
            name: i18n.translate('cloudtrail.actors.activity', { defaultMessage: 'Activity' }),
            render: (trend: UserRow['trend']) => <Sparkline points={trend} height={24} />,
          },
          {
            field: 'failures',
            name: i18n.translate('cloudtrail.users.failures', { defaultMessage: 'Failures' }),
            sortable: true,
            align: 'right',
            render: (failures: number, { id, name, events }) => (
              <FailureShare failures={failures} events={events} name={name || id} query={ofActorQuery(id)} />
            ),
          },
          {
            field: 'denied',
            name: i18n.translate('cloudtrail.users.denied', { defaultMessage: 'Denied' }),
            sortable: true,
            align: 'right',
            render: (_denied: number, actor) => <DeniedShare user={actor} />,
          },
          {
            field: 'countries',
            name: i18n.translate('cloudtrail.users.countries', { defaultMessage: 'From' }),
            render: (countries: UserRow['countries']) => (
              <CountryBadges countries={countries} most={COUNTRIES_LISTED} />
            ),
          },
          {
            field: 'first_seen',
            name: i18n.translate('cloudtrail.actors.firstSeen', { defaultMessage: 'First seen' }),
            sortable: true,
            render: (at: string) => <TimeAgo at={at} />,
          },
          {
            field: 'last_seen',
            name: i18n.translate('cloudtrail.users.lastSeen', { defaultMessage: 'Last seen' }),
            sortable: true,
            render: (at: string) => <TimeAgo at={at} />,
          },
        ]}
      />
      {data.total > MOST_ACTORS_LISTED && (
        <EuiText size="xs" color="subdued" data-test-subj="cloudtrailActorsMore">
          {i18n.translate('cloudtrail.actors.more', {
            defaultMessage:
              'The first {shown} of {total} are listed. Search by name, or filter, for the others.',
            values: { shown: formats.count(MOST_ACTORS_LISTED), total: formats.count(data.total) },
          })}
        </EuiText>
      )}
    </>
  );
}
