/** What a source stumbles over: why, since when, when it is tried again, and the button that helps. */
import { EuiButton, EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { SourceProblem as Problem } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { linkTo } from '../../../app/link_to';
import { TimeAgo } from '../../../panels/frame/time_ago';
import { useSources } from '../sources_context';
import type { Health } from './source_health';
import { useAction } from './use_action';

interface SourceProblemProps {
  readonly id: string;
  readonly problem: Problem;
  readonly health: Health;
  /** Its credentials are kibana.yml's, and can't be entered here. */
  readonly isDeclared?: boolean;
  onChange(): void;
}

export function SourceProblem({ id, problem, health, isDeclared = false, onChange }: SourceProblemProps) {
  const { rights } = useApp();
  const { message, since, retry_at: retryAt, attempts } = problem;
  const isLocked = health.word === 'locked';
  const isUnauthorised = health.word === 'unauthorised';
  const isOver = health.word === 'stopped' || isLocked;
  return (
    <>
      <EuiCallOut
        size="s"
        color={isOver ? 'danger' : 'warning'}
        iconType="warning"
        title={
          isOver || isUnauthorised
            ? i18n.translate('cloudtrail.sources.problem.stopped', {
                defaultMessage: 'Nothing is being fetched',
              })
            : i18n.translate('cloudtrail.sources.problem.failing', {
                defaultMessage: 'The last run did not succeed',
              })
        }
        data-test-subj="cloudtrailSourceProblem"
      >
        <p style={{ overflowWrap: 'anywhere' }}>{message}</p>
        {!isLocked && !isUnauthorised && (
          <EuiText size="xs" color="subdued">
            <p>
              <FormattedMessage
                id="cloudtrail.sources.problem.when"
                defaultMessage="Since {since}; {attempts, plural, one {one attempt} other {# attempts}}. Tried again by itself {retry}."
                values={{ since: <TimeAgo at={since} />, attempts, retry: <TimeAgo at={retryAt} /> }}
              />
            </p>
          </EuiText>
        )}
        {rights.canManage && health.fix && !(isDeclared && health.fix === 'enter_credentials') && (
          <>
            <EuiSpacer size="s" />
            <FixButton id={id} fix={health.fix} isGrave={isOver} onChange={onChange} />
          </>
        )}
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

interface FixButtonProps {
  readonly id: string;
  readonly fix: NonNullable<Health['fix']>;
  readonly isGrave: boolean;
  onChange(): void;
}

function FixButton({ id, fix, isGrave, onChange }: FixButtonProps) {
  const app = useApp();
  const { api } = useSources();
  const { isRunning, run } = useAction(onChange);
  const common = {
    size: 's',
    color: isGrave ? 'danger' : 'warning',
    isLoading: isRunning,
    'data-test-subj': `cloudtrailFix-${fix}`,
  } as const;
  switch (fix) {
    case 'enter_credentials':
      return (
        <EuiButton {...common} iconType="key" {...linkTo(app, { page: 'edit_source', id })}>
          <FormattedMessage
            id="cloudtrail.sources.fix.credentials"
            defaultMessage="Check or enter the credentials again"
          />
        </EuiButton>
      );
    case 'authorise':
      return (
        <EuiButton {...common} iconType="key" onClick={() => void run(() => api.renewKey(id), AUTHORISED)}>
          <FormattedMessage id="cloudtrail.sources.fix.authorise" defaultMessage="Authorise it in my name" />
        </EuiButton>
      );
    case 'renew_key':
      return (
        <EuiButton {...common} iconType="key" onClick={() => void run(() => api.renewKey(id), KEY_RENEWED)}>
          <FormattedMessage id="cloudtrail.sources.fix.renewKey" defaultMessage="Renew the write key" />
        </EuiButton>
      );
    case 'resume':
      return (
        <EuiButton {...common} iconType="play" onClick={() => void run(() => api.resume(id))}>
          <FormattedMessage id="cloudtrail.sources.resume" defaultMessage="Resume" />
        </EuiButton>
      );
    case 'fetch_now':
      return (
        <EuiButton {...common} iconType="refresh" onClick={() => void run(() => api.fetchNow(id))}>
          <FormattedMessage id="cloudtrail.sources.fix.tryNow" defaultMessage="Try now" />
        </EuiButton>
      );
  }
}

const AUTHORISED = i18n.translate('cloudtrail.sources.authorised', {
  defaultMessage: 'The source writes with a key in your name from now on, and begins to fetch',
});

export const KEY_RENEWED = i18n.translate('cloudtrail.sources.keyRenewed', {
  defaultMessage: 'The source writes with a new key from now on',
});
