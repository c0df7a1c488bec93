/** From which addresses somebody came. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ActorAddress } from '../../../common/actors';
import { FailureShare } from '../../panels/frame/failure_share';
import { FilterLink } from '../../panels/frame/filter_link';
import { PagedTable } from '../../panels/frame/paged_table';
import { usePanelContext } from '../../panels/frame/panel_context';
import { TimeAgo } from '../../panels/frame/time_ago';

const TITLE = i18n.translate('cloudtrail.actor.addressesTitle', { defaultMessage: 'Addresses' });

interface AddressesTableProps {
  readonly addresses: readonly ActorAddress[];
  /** How many there are in all. */
  readonly different: number;
}

export function AddressesTable({ addresses, different }: AddressesTableProps) {
  const { formats } = usePanelContext();
  return (
    <>
      <EuiText size="s">
        <h3>{TITLE}</h3>
      </EuiText>
      <PagedTable<ActorAddress>
        name="actor_addresses"
        caption={TITLE}
        rows={addresses}
        pageSize={10}
        itemId="value"
        rowHeader="value"
        rowSubject="cloudtrailAddressesRow"
        sortedBy="events"
        columns={[
          {
            field: 'value',
            name: i18n.translate('cloudtrail.actor.address', { defaultMessage: 'Address' }),
            render: (address: string) => <FilterLink field="source.address" value={address} />,
          },
          {
            name: i18n.translate('cloudtrail.actor.place', { defaultMessage: 'Place' }),
            render: ({ city_name: city, country_iso_code: code, network }: ActorAddress) => (
              <div style={{ overflowWrap: 'anywhere' }}>
                {[city, code && formats.country(code)].filter((part) => part !== '').join(', ')}
                {network !== '' && (
                  <EuiText size="xs" color="subdued">
                    {network}
                  </EuiText>
                )}
              </div>
            ),
          },
          {
            field: 'events',
            name: i18n.translate('cloudtrail.users.events', { defaultMessage: 'Events' }),
            align: 'right',
            sortable: true,
            render: (events: number) => formats.count(events),
          },
          {
            name: i18n.translate('cloudtrail.users.failures', { defaultMessage: 'Failures' }),
            align: 'right',
            render: ({ value, failures, events }: ActorAddress) => (
              <FailureShare
                failures={failures}
                events={events}
                name={value}
                query={{ term: { 'source.address': value } }}
              />
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
      {different > addresses.length && (
        <EuiText size="xs" color="subdued">
          {i18n.translate('cloudtrail.actor.addressesMore', {
            defaultMessage: 'The {shown} with the most events, of {total}.',
            values: { shown: formats.count(addresses.length), total: formats.count(different) },
          })}
        </EuiText>
      )}
    </>
  );
}
