/** A page of users, sorted by the server. */
import { EuiBasicTable, EuiLink, EuiText } from '@elastic/eui';
import type { Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ActorRow, Actors } from '../../../common/actors';
import { MOST_ACTORS_LISTED } from '../../../common/explore_limits';
import { useApp } from '../../app/app_context';
import { ACTORS_TITLE } from '../../app/app_tabs';
import { linkTo } from '../../app/link_to';
import { FailureShare } from '../../panels/frame/failure_share';
import { FilterLink } from '../../panels/frame/filter_link';
import { TimeAgo } from '../../panels/frame/time_ago';
import { ActivityBars } from './activity_bars';
import type { Ordering } from './actors_page';
import { CountryBadges } from '../../panels/frame/country_badges';

export const PAGE_SIZE = 25;
const COUNTRIES_LISTED = 3;

interface ActorsTableProps {
  readonly data: Actors;
  readonly ordering: Ordering;
  onChange(criteria: Criteria<ActorRow>): void;
}

export function ActorsTable({ data, ordering, onChange }: ActorsTableProps) {
  const app = useApp();
  const { formats } = app;
  return (
    <>
      <EuiBasicTable<ActorRow>
        tableCaption={ACTORS_TITLE}
        tableLayout="auto"
        items={[...data.rows]}
        itemId="id"
        rowHeader="name"
        rowProps={{ 'data-test-subj': 'cloudtrailActorsRow' }}
        onChange={onChange}
        pagination={{
          pageIndex: ordering.page,
          pageSize: PAGE_SIZE,
          totalItemCount: Math.min(data.total, MOST_ACTORS_LISTED),
          showPerPageOptions: false,
        }}
        sorting={{ sort: { field: ordering.sort as keyof ActorRow, direction: ordering.order } }}
        columns={[
          {
            field: 'name',
            name: i18n.translate('cloudtrail.users.user', { defaultMessage: 'User' }),
            width: '34%',
            mobileOptions: { width: '100%' },
            render: (_name: string, actor) => (
              <div style={{ minWidth: 140, overflowWrap: 'anywhere' }}>
                <EuiLink
                  {...linkTo(app, { page: 'actor', id: actor.id })}
                  title={actor.id}
                  data-test-subj="cloudtrailActorLink"
                >
                  {actor.name}
                </EuiLink>
                <EuiText size="xs" color="subdued">
                  {actor.type}
                  {actor.account_id !== '' && (
                    <>
                      {' · '}
                      <FilterLink field="cloud.account.id" value={actor.account_id} />
                    </>
                  )}
                </EuiText>
              </div>
            ),
          },
          {
            field: 'events',
            name: i18n.translate('cloudtrail.users.events', { defaultMessage: 'Events' }),
            sortable: true,
            align: 'right',
            render: (events: number) => (
              <span data-test-subj="cloudtrailActorEvents">{formats.count(events)}</span>
            ),
          },
          {
            field: 'activity',
            name: i18n.translate('cloudtrail.actors.activity', { defaultMessage: 'Activity' }),
            render: (activity: ActorRow['activity']) => <ActivityBars parts={activity} />,
          },
          {
            field: 'failures',
            name: i18n.translate('cloudtrail.users.failures', { defaultMessage: 'Failures' }),
            sortable: true,
            align: 'right',
            render: (failures: number, { events }) => <FailureShare failures={failures} events={events} />,
          },
          {
            field: 'countries',
            name: i18n.translate('cloudtrail.users.countries', { defaultMessage: 'From' }),
            render: (countries: ActorRow['countries']) => (
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
