/** The keys with which somebody acted, and who is behind a role: the calls that gave those keys, step by step back. */
import { EuiBadge, EuiIcon, EuiLink, EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ActorSession, ActorSessions } from '../../../common/actors';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { FailureShare } from '../../panels/frame/failure_share';
import { FilterLink } from '../../panels/frame/filter_link';
import { MfaBadge } from '../../panels/frame/mfa_badge';
import { PagedTable } from '../../panels/frame/paged_table';
import { usePanelContext } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import type { PanelLoad } from '../../panels/frame/panel_load';
import { TimeAgo } from '../../panels/frame/time_ago';
import { ofActorQuery } from './of_actor';

const TITLE = i18n.translate('cloudtrail.sessions.title', { defaultMessage: 'Sessions' });
/** How keys begin that belong to a user, and that no call gave for a time. */
const LONG_TERM_KEY = 'AKIA';

export function SessionsPanel({ id, load }: { id: string; load: PanelLoad<ActorSessions> }) {
  return (
    <PanelFrame<ActorSessions>
      panel="actor_sessions"
      title={TITLE}
      tip={i18n.translate('cloudtrail.sessions.tip', {
        defaultMessage:
          'One row for each access key. Behind a role’s temporary key stands whoever called AssumeRole for it, found by the key that the call returned; where that was a role, too, the way goes on. Where no kept answer has the key, it is found by the session’s name, and marked: another caller may have chosen the same name.',
      })}
      load={load}
      bodyHeight={360}
      events={ofActorQuery(id)}
      total={(data) => data.total}
      unit={(total) =>
        i18n.translate('cloudtrail.sessions.unit', {
          defaultMessage: '{total, plural, one {key} other {keys}}',
          values: { total },
        })
      }
      none={{
        title: i18n.translate('cloudtrail.sessions.none', {
          defaultMessage: 'No event in this range names an access key',
        }),
      }}
    >
      {(data) => <SessionsTable data={data} />}
    </PanelFrame>
  );
}

function SessionsTable({ data }: { data: ActorSessions }) {
  const { formats } = usePanelContext();
  return (
    <PagedTable<ActorSession>
      name="actor_sessions"
      caption={TITLE}
      rows={data.sessions}
      pageSize={10}
      outOf={{ total: data.total, by: 'time' }}
      itemId="access_key_id"
      rowHeader="access_key_id"
      rowSubject="cloudtrailSessionsRow"
      columns={[
        {
          field: 'access_key_id',
          name: i18n.translate('cloudtrail.sessions.key', { defaultMessage: 'Access key' }),
          render: (key: string, session) => (
            <div style={{ minWidth: 150, overflowWrap: 'anywhere' }}>
              <span style={{ whiteSpace: 'nowrap' }}>
                <FilterLink field="aws.cloudtrail.user_identity.access_key_id" value={key} />
              </span>
              {session.session_name !== '' && (
                <EuiText size="xs" color="subdued">
                  <FilterLink field="cloudtrail.actor.session_name" value={session.session_name} />
                </EuiText>
              )}
            </div>
          ),
        },
        {
          name: i18n.translate('cloudtrail.sessions.behind', { defaultMessage: 'Behind it' }),
          width: '26%',
          mobileOptions: { width: '100%' },
          render: (session: ActorSession) => <Chain session={session} />,
        },
        {
          field: 'events',
          name: i18n.translate('cloudtrail.users.events', { defaultMessage: 'Events' }),
          align: 'right',
          render: (events: number) => formats.count(events),
        },
        {
          name: i18n.translate('cloudtrail.users.failures', { defaultMessage: 'Failures' }),
          align: 'right',
          render: ({ access_key_id: key, failures, events }: ActorSession) => (
            <FailureShare
              failures={failures}
              events={events}
              name={key}
              query={{ term: { 'aws.cloudtrail.user_identity.access_key_id': key } }}
            />
          ),
        },
        {
          name: i18n.translate('cloudtrail.events.mfa', { defaultMessage: 'MFA' }),
          render: (session: ActorSession) => <SecondFactor session={session} />,
        },
        {
          field: 'addresses',
          name: i18n.translate('cloudtrail.users.countries', { defaultMessage: 'From' }),
          render: (addresses: ActorSession['addresses']) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              {addresses.map((address) => (
                <div key={address}>
                  <FilterLink field="source.address" value={address} />
                </div>
              ))}
            </div>
          ),
        },
        {
          field: 'first_seen',
          name: i18n.translate('cloudtrail.actors.firstSeen', { defaultMessage: 'First seen' }),
          render: (at: string) => <TimeAgo at={at} />,
        },
        {
          field: 'last_seen',
          name: i18n.translate('cloudtrail.users.lastSeen', { defaultMessage: 'Last seen' }),
          render: (at: string) => <TimeAgo at={at} />,
        },
      ]}
    />
  );
}

/** Neither a machine nor a service has one to use: that its record says so is no warning. */
function SecondFactor({ session }: { session: ActorSession }) {
  const { mfa, ec2_role_delivery: delivery, by_aws_services: byServices, chain } = session;
  if (delivery !== '') {
    return (
      <FilterLink
        field="aws.cloudtrail.user_identity.session_context.ec2_role_delivery"
        value={delivery}
        label={i18n.translate('cloudtrail.sessions.ofInstance', { defaultMessage: 'an instance' })}
      />
    );
  }
  // a function, say, acts from any address: who took the role on for it tells
  if (byServices || chain.at(-1)?.actor_type === 'AWSService') {
    return (
      <EuiText size="s" color="subdued" data-test-subj="cloudtrailSessionOfService">
        {i18n.translate('cloudtrail.sessions.ofService', { defaultMessage: 'an AWS service' })}
      </EuiText>
    );
  }
  return <MfaBadge used={mfa} />;
}

function Chain({ session }: { session: ActorSession }) {
  const { access_key_id: key, chain, source_identity: sourceIdentity } = session;
  const app = useApp();
  return (
    <div data-test-subj="cloudtrailChain">
      {sourceIdentity !== '' && (
        <EuiToolTip
          content={i18n.translate('cloudtrail.sessions.sourceIdentity', {
            defaultMessage: 'Source identity: set when the role was taken on, and never changed after',
          })}
        >
          <EuiBadge color="hollow" iconType="user" tabIndex={0}>
            {sourceIdentity}
          </EuiBadge>
        </EuiToolTip>
      )}
      {chain.map((step, index) => (
        <div key={step.access_key_id + step.at} style={{ display: 'flex', gap: 4, alignItems: 'baseline' }}>
          <EuiIcon type={index === chain.length - 1 ? 'user' : 'sortLeft'} size="s" color="subdued" />
          <EuiToolTip
            content={i18n.translate('cloudtrail.sessions.step', {
              defaultMessage: '{type}, by AssumeRole at {time} from {address}',
              values: { type: step.actor_type, time: app.formats.time(step.at), address: step.address },
            })}
          >
            <EuiLink
              {...linkTo(app, { page: 'actor', id: step.actor_id })}
              style={{ overflowWrap: 'anywhere' }}
              data-test-subj="cloudtrailChainStep"
            >
              {step.actor_name}
            </EuiLink>
          </EuiToolTip>
          {step.found_by === 'session_name' && (
            <EuiText size="xs" color="subdued" data-test-subj="cloudtrailChainByName">
              {i18n.translate('cloudtrail.sessions.byName', { defaultMessage: 'by session name' })}
            </EuiText>
          )}
        </div>
      ))}
      {chain.length === 0 && sourceIdentity === '' && (
        <EuiText size="s" color="subdued" data-test-subj="cloudtrailChainNone">
          {key.startsWith(LONG_TERM_KEY)
            ? i18n.translate('cloudtrail.sessions.longTerm', { defaultMessage: 'own long-term key' })
            : i18n.translate('cloudtrail.sessions.notRecorded', { defaultMessage: 'not recorded' })}
        </EuiText>
      )}
    </div>
  );
}
