/** What somebody did, with what and from where, in numbers and lists. */
import { EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ActorFacts } from '../../../common/actors';
import type { DataRange } from '../../../common/panels';
import { FailureShare } from '../../panels/frame/failure_share';
import { usePanelContext } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import type { PanelLoad } from '../../panels/frame/panel_load';
import { eventsUnit } from '../../panels/frame/units';
import { AddressesTable } from './addresses_table';
import { ofActorQuery } from './of_actor';
import { ValueList } from './value_list';

interface FactsPanelProps {
  readonly id: string;
  readonly load: PanelLoad<ActorFacts>;
  /** Of all time, whatever else is filtered; undefined until that is known. */
  readonly ever: DataRange | undefined;
}

export function FactsPanel({ id, load, ever }: FactsPanelProps) {
  return (
    <PanelFrame<ActorFacts>
      panel="actor_facts"
      title={i18n.translate('cloudtrail.actor.facts', { defaultMessage: 'Activity' })}
      tip={i18n.translate('cloudtrail.actor.factsTip', {
        defaultMessage:
          'The most frequent values of the user’s events in the time range, at most 20 of each.',
      })}
      load={load}
      bodyHeight={480}
      events={ofActorQuery(id)}
      total={(data) => data.events}
      unit={eventsUnit}
      none={{
        title: i18n.translate('cloudtrail.actor.none', {
          defaultMessage: 'No event of this user in this range',
        }),
      }}
    >
      {(data) => <Facts data={data} ever={ever} />}
    </PanelFrame>
  );
}

function Facts({ data, ever }: { data: ActorFacts; ever: DataRange | undefined }) {
  const { formats } = usePanelContext();
  const stats = [
    {
      name: 'failures',
      title: (
        <FailureShare
          failures={data.failures}
          events={data.events}
          name={data.name || data.id}
          query={ofActorQuery(data.id)}
        />
      ),
      description: i18n.translate('cloudtrail.actor.failures', {
        defaultMessage: '{failures} failed',
        values: { failures: formats.count(data.failures) },
      }),
    },
    {
      name: 'first',
      title: seen(ever ? ever.first : data.first_seen, formats),
      description: ever
        ? i18n.translate('cloudtrail.actor.firstEver', { defaultMessage: 'first seen ever' })
        : i18n.translate('cloudtrail.actor.firstInRange', { defaultMessage: 'first seen in this range' }),
    },
    {
      name: 'last',
      title: seen(ever ? ever.last : data.last_seen, formats),
      description: ever
        ? i18n.translate('cloudtrail.actor.lastEver', { defaultMessage: 'last seen' })
        : i18n.translate('cloudtrail.actor.lastInRange', { defaultMessage: 'last seen in this range' }),
    },
    {
      name: 'addresses',
      title: formats.count(data.different_addresses),
      description: i18n.translate('cloudtrail.actor.addresses', {
        defaultMessage: '{total, plural, one {address} other {addresses}}',
        values: { total: data.different_addresses },
      }),
    },
    {
      name: 'countries',
      title: formats.count(data.countries.length),
      description: i18n.translate('cloudtrail.actor.countries', {
        defaultMessage: '{total, plural, one {country} other {countries}}',
        values: { total: data.countries.length },
      }),
    },
  ];
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '16px 40px' }}>
        {stats.map(({ name, title, description }) => (
          // EuiStat hides what it shows from screen readers, and one of these can be pressed
          <div key={name} data-test-subj={`cloudtrailActorStat-${name}`}>
            <EuiText size="s">{description}</EuiText>
            <EuiTitle size="s">
              <div>{title}</div>
            </EuiTitle>
          </div>
        ))}
      </div>
      <EuiSpacer size="l" />
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
          gap: 32,
        }}
      >
        <ValueList
          title={i18n.translate('cloudtrail.actor.services', { defaultMessage: 'Services' })}
          field="event.provider"
          values={data.services}
        />
        <ValueList
          title={i18n.translate('cloudtrail.actor.actions', { defaultMessage: 'Actions' })}
          field="event.action"
          values={data.actions}
        />
        <ValueList
          title={i18n.translate('cloudtrail.actor.errors', { defaultMessage: 'Errors' })}
          field="aws.cloudtrail.error_code"
          values={data.errors}
        />
        <ValueList
          title={i18n.translate('cloudtrail.actor.countriesTitle', { defaultMessage: 'Countries' })}
          field="source.geo.country_iso_code"
          values={data.countries}
          labelOf={formats.country}
        />
        <ValueList
          title={i18n.translate('cloudtrail.actor.programs', { defaultMessage: 'Programs' })}
          field="user_agent.original"
          values={data.user_agents}
          most={5}
        />
        {data.roles_assumed.length > 0 && (
          <ValueList
            title={i18n.translate('cloudtrail.actor.roles', { defaultMessage: 'Roles taken on' })}
            field="aws.cloudtrail.flattened.request_parameters.roleArn"
            values={data.roles_assumed}
          />
        )}
      </div>
      <EuiSpacer size="l" />
      <AddressesTable addresses={data.addresses} different={data.different_addresses} />
    </>
  );
}

function seen(at: string | null, formats: { ago(value: string): string }): string {
  return at === null ? '–' : formats.ago(at);
}
