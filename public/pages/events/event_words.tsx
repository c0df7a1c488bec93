/** An event as a sentence, and what else people ask about it. */
import { EuiDescriptionList, EuiLink, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { ReactNode } from 'react';
import type { WholeEvent } from '../../../common/events';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { FilterLink } from '../../panels/frame/filter_link';
import type { FilterField } from '../../panels/frame/panel_context';
import { leavesOf } from './leaves';

export function EventWords({ event }: { event: WholeEvent }) {
  const app = useApp();
  const { row, source } = event;
  const leaves = new Map(leavesOf(source).map(({ path, values }) => [path, values]));
  const text = (path: string) => (leaves.get(path) ?? []).join(', ');
  const who: ReactNode =
    row.actor_id === '' || row.user_type === 'AWSService' ? (
      <strong>{row.user || '–'}</strong>
    ) : (
      <EuiLink {...linkTo(app, { page: 'actor', id: row.actor_id })}>
        <strong>{row.user}</strong>
      </EuiLink>
    );
  const place = [row.city_name, row.country_name].filter((part) => part !== '').join(', ');
  const values = {
    who,
    action: <strong>{row.action}</strong>,
    service: row.provider,
    account: row.account_id || '–',
    region: row.region || '–',
    from: place === '' ? row.address || '–' : `${row.address} (${place})`,
    time: app.formats.time(row.at),
  };
  const filtered = (field: FilterField) =>
    text(field) === '' ? '' : <FilterLink field={field} value={leaves.get(field)?.[0] ?? ''} />;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [LABELS.error, filtered('aws.cloudtrail.error_code')],
    [LABELS.message, text('aws.cloudtrail.error_message')],
    [LABELS.key, filtered('aws.cloudtrail.user_identity.access_key_id')],
    [LABELS.arn, text('aws.cloudtrail.user_identity.arn')],
    [LABELS.session, filtered('cloudtrail.actor.session_name')],
    [LABELS.invokedBy, text('aws.cloudtrail.user_identity.invoked_by')],
    [LABELS.agent, filtered('user_agent.original')],
    [LABELS.resources, text('aws.cloudtrail.resources.arn')],
    [LABELS.eventId, text('event.id')],
    [LABELS.delivered, app.formats.time(text('event.ingested') || row.at)],
  ];
  return (
    <>
      <EuiText data-test-subj="cloudtrailEventWords">
        <p style={{ overflowWrap: 'anywhere' }}>
          {row.outcome === 'failure' ? (
            <FormattedMessage
              id="cloudtrail.event.words.failure"
              defaultMessage="{who} tried to call {action} of {service} in account {account}, {region}, from {from} at {time}. It failed."
              values={values}
            />
          ) : (
            <FormattedMessage
              id="cloudtrail.event.words.success"
              defaultMessage="{who} called {action} of {service} in account {account}, {region}, from {from} at {time}."
              values={values}
            />
          )}
        </p>
      </EuiText>
      <EuiDescriptionList
        compressed
        style={{ marginTop: 16, overflowWrap: 'anywhere' }}
        listItems={facts.flatMap(([title, description]) =>
          description === '' ? [] : [{ title, description: <>{description}</> }],
        )}
      />
    </>
  );
}

const LABELS = {
  error: i18n.translate('cloudtrail.event.fact.error', { defaultMessage: 'Error' }),
  message: i18n.translate('cloudtrail.event.fact.message', { defaultMessage: 'Message' }),
  key: i18n.translate('cloudtrail.sessions.key', { defaultMessage: 'Access key' }),
  arn: i18n.translate('cloudtrail.event.fact.arn', { defaultMessage: 'Caller’s ARN' }),
  session: i18n.translate('cloudtrail.event.fact.session', { defaultMessage: 'Session' }),
  invokedBy: i18n.translate('cloudtrail.event.fact.invokedBy', { defaultMessage: 'Called for it by' }),
  agent: i18n.translate('cloudtrail.event.fact.agent', { defaultMessage: 'Program' }),
  resources: i18n.translate('cloudtrail.event.fact.resources', { defaultMessage: 'Resources' }),
  eventId: i18n.translate('cloudtrail.event.fact.eventId', { defaultMessage: 'Event id' }),
  delivered: i18n.translate('cloudtrail.event.fact.ingested', { defaultMessage: 'Fetched' }),
} as const;
