/** What could not be taken in, with why and what helps; tried again or dismissed, one or all. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiCode,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSkeletonText,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useEffect, useState } from 'react';
import type { FailureResponse, FailuresResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { useOnce } from '../../../app/use_once';
import { TimeAgo } from '../../../panels/frame/time_ago';
import { SectionTitle } from '../frame/section_title';
import { useAction } from '../frame/use_action';
import { requestError } from '../request_error';
import { useSources } from '../sources_context';

const PAGE_SIZE = 20;

interface FailuresSectionProps {
  readonly id: string;
  /** As the status counts them: when it changes the list is read anew. */
  readonly failed: number;
  onChange(): void;
}

/** Nothing where nothing failed. */
export function FailuresSection({ id, failed, onChange }: FailuresSectionProps) {
  const { api } = useSources();
  const { rights } = useApp();
  const [size, setSize] = useState(PAGE_SIZE);
  const ask = useCallback((signal: AbortSignal) => api.failures(id, { size }, signal), [api, id, size]);
  const { data, error, retry } = useOnce(ask);
  const [shown, setShown] = useState<FailuresResponse>();
  useEffect(() => {
    // the older answer stays while the next one is awaited
    if (data) setShown(data);
  }, [data]);
  useEffect(() => retry(), [failed, retry]);
  const after = useCallback(() => {
    retry();
    onChange();
  }, [retry, onChange]);
  const { isRunning, run } = useAction(after);

  if (error !== undefined && !shown) {
    return (
      <EuiText size="s" color="danger">
        <p>{requestError(error).message}</p>
      </EuiText>
    );
  }
  if (!shown) return failed > 0 ? <EuiSkeletonText lines={3} /> : null;
  if (shown.total === 0) return null;
  const count = { failures: shown.total };
  return (
    <div data-test-subj="cloudtrailFailures">
      <SectionTitle>
        <FormattedMessage
          id="cloudtrail.failures.title"
          defaultMessage="{failures, plural, one {One file or record} other {# files or records}} could not be taken in"
          values={count}
        />
      </SectionTitle>
      {rights.canManage && (
        <EuiFlexGroup gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButton
              size="s"
              iconType="refresh"
              isLoading={isRunning}
              onClick={() => void run(() => api.retryFailures(id), RETRIED)}
              data-test-subj="cloudtrailRetryFailures"
            >
              <FormattedMessage id="cloudtrail.failures.retryAll" defaultMessage="Try all again" />
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="s"
              color="danger"
              isDisabled={isRunning}
              onClick={() => void run(() => api.dismissFailures(id), DISMISSED)}
              data-test-subj="cloudtrailDismissFailures"
            >
              <FormattedMessage id="cloudtrail.failures.dismissAll" defaultMessage="Dismiss all" />
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      )}
      <EuiSpacer size="s" />
      {shown.failures.map((failure) => (
        <Failure key={failure.id} id={id} failure={failure} canManage={rights.canManage} onChange={after} />
      ))}
      {shown.after !== null && (
        <EuiButtonEmpty size="s" onClick={() => setSize(size + PAGE_SIZE)}>
          <FormattedMessage id="cloudtrail.failures.more" defaultMessage="Show more" />
        </EuiButtonEmpty>
      )}
      <EuiSpacer size="l" />
    </div>
  );
}

const RETRIED = i18n.translate('cloudtrail.failures.retried', {
  defaultMessage: 'They are tried again by the next run',
});
const DISMISSED = i18n.translate('cloudtrail.failures.dismissed', {
  defaultMessage: 'Dismissed: they are not tried again',
});

interface FailureProps {
  readonly id: string;
  readonly failure: FailureResponse;
  readonly canManage: boolean;
  onChange(): void;
}

function Failure({ id, failure, canManage, onChange }: FailureProps) {
  const { api } = useSources();
  const { isRunning, run } = useAction(onChange);
  return (
    <>
      <EuiPanel hasBorder hasShadow={false} paddingSize="s" data-test-subj="cloudtrailFailure">
        <EuiFlexGroup gutterSize="s" responsive={false} alignItems="flexStart" wrap>
          <EuiFlexItem style={{ minWidth: 'min(100%, 260px)', overflowWrap: 'anywhere' }}>
            <EuiText size="s">
              <p style={{ marginBlockEnd: 4 }}>
                <strong>{failure.message}</strong>
              </p>
              <p style={{ marginBlockEnd: 4 }}>{failure.fix}</p>
            </EuiText>
            <EuiText size="xs" color="subdued">
              <EuiCode transparentBackground>{failure.key}</EuiCode>
              {failure.offset !== undefined && (
                <FormattedMessage
                  id="cloudtrail.failures.offset"
                  defaultMessage=" at byte {offset}"
                  values={{ offset: failure.offset }}
                />
              )}{' '}
              · <TimeAgo at={failure.at} />
              {failure.retry_requested_at !== null && (
                <>
                  {' · '}
                  <FormattedMessage
                    id="cloudtrail.failures.requested"
                    defaultMessage="to be tried again by the next run"
                  />
                </>
              )}
            </EuiText>
          </EuiFlexItem>
          {canManage && (
            <EuiFlexItem grow={false}>
              <EuiFlexGroup gutterSize="xs" responsive={false}>
                <EuiButtonEmpty
                  size="xs"
                  iconType="refresh"
                  isLoading={isRunning}
                  isDisabled={failure.retry_requested_at !== null}
                  onClick={() => void run(() => api.retryFailures(id, [failure.id]), RETRIED)}
                >
                  <FormattedMessage id="cloudtrail.failures.retry" defaultMessage="Try again" />
                </EuiButtonEmpty>
                <EuiButtonEmpty
                  size="xs"
                  color="danger"
                  isDisabled={isRunning}
                  onClick={() => void run(() => api.dismissFailures(id, [failure.id]), DISMISSED)}
                >
                  <FormattedMessage id="cloudtrail.failures.dismiss" defaultMessage="Dismiss" />
                </EuiButtonEmpty>
              </EuiFlexGroup>
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
      </EuiPanel>
      <EuiSpacer size="s" />
    </>
  );
}
