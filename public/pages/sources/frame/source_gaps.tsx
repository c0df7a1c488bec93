/** Where events stay away: from when on, what is usual, and what to look at. */
import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { GapResponse, SourceStatusResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { TimeAgo } from '../../../panels/frame/time_ago';

/** The rest is in the table of accounts and regions. */
const MAX_SHOWN = 3;

type Gaps = Pick<SourceStatusResponse, 'gaps' | 'gap_count' | 'state'>;

/** Nothing where there are none, and where the source has stopped: its problem says more. */
export function SourceGaps({ status: { gaps, gap_count: count, state } }: { status: Gaps }) {
  if (count === 0 || state === 'stopped') return null;
  const more = count - Math.min(count, MAX_SHOWN);
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType="clock"
        title={i18n.translate('cloudtrail.sources.gaps.title', {
          defaultMessage: 'Events stay away for longer than is usual',
        })}
        data-test-subj="cloudtrailGaps"
      >
        {gaps.slice(0, MAX_SHOWN).map((gap) => (
          <p
            key={`${gap.account_id}|${gap.region}|${gap.kind}|${gap.since}`}
            style={{ overflowWrap: 'anywhere' }}
          >
            <Gap gap={gap} />
          </p>
        ))}
        {more > 0 && (
          <p>
            <FormattedMessage
              id="cloudtrail.sources.gaps.more"
              defaultMessage="And from {more, plural, one {one other region} other {# other regions}}: see the source’s accounts and regions."
              values={{ more }}
            />
          </p>
        )}
        {gaps.some(({ reason }) => reason === 'silent') && (
          <p>
            <FormattedMessage
              id="cloudtrail.sources.gaps.fix"
              defaultMessage="Look in AWS whether the trail still logs there, and whether the bucket’s policy lets it write. What is not used any more can be left out of the source."
            />
          </p>
        )}
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function Gap({ gap }: { gap: GapResponse }) {
  const { account_id: account, region, kind, since, message, usual_seconds: usual } = gap;
  const values = {
    account: <strong>{account}</strong>,
    region: <strong>{region}</strong>,
    since: <TimeAgo at={since} />,
  };
  return (
    <>
      {region === null ? (
        <FormattedMessage
          id="cloudtrail.sources.gaps.whole"
          defaultMessage="No events from anywhere: the last one happened {since}."
          values={values}
        />
      ) : (
        <FormattedMessage
          id="cloudtrail.sources.gaps.place"
          defaultMessage="No {what, select, network {network activity} other {events}} from account {account} in {region}: the last one happened {since}."
          values={{ ...values, what: kind === 'CloudTrail-NetworkActivity' ? 'network' : 'all' }}
        />
      )}{' '}
      {message ?? (usual !== null && <Usual seconds={usual} />)}
    </>
  );
}

function Usual({ seconds }: { seconds: number }) {
  const { formats } = useApp();
  return (
    <FormattedMessage
      id="cloudtrail.sources.gaps.usual"
      defaultMessage="Usually a pause is {usual} long at most."
      values={{ usual: formats.shortDuration(seconds) }}
    />
  );
}
