/** What fills a page that can't show what it is for, and who could change that. */
import { EuiButton, EuiCodeBlock, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { ReactNode } from 'react';
import type { RequestError } from '../request_error';
import { requestError } from '../request_error';

interface MessageProps {
  readonly icon: string;
  readonly color?: 'danger' | 'warning' | 'plain';
  readonly title: string;
  readonly actions?: ReactNode;
  readonly testSubject: string;
  readonly children?: ReactNode;
}

export function Message({ icon, color = 'plain', title, actions, testSubject, children }: MessageProps) {
  return (
    <EuiEmptyPrompt
      iconType={icon}
      color={color}
      titleSize="s"
      title={<h2>{title}</h2>}
      body={<div style={{ overflowWrap: 'anywhere' }}>{children}</div>}
      actions={actions}
      data-test-subj={testSubject}
    />
  );
}

export function MayNotSee() {
  return (
    <Message
      icon="lock"
      title={i18n.translate('cloudtrail.sources.noPrivilege.title', {
        defaultMessage: 'You may not see sources here',
      })}
      testSubject="cloudtrailSourcesNoRight"
    >
      <p>
        <FormattedMessage
          id="cloudtrail.sources.noPrivilege.body"
          defaultMessage="To see how they are doing you need the Kibana privilege {read} in this space; to add or change them, {all} in all spaces. Ask an administrator for it."
          values={{
            read: <strong>CloudTrail sources: Read</strong>,
            all: <strong>CloudTrail sources: All</strong>,
          }}
        />
      </p>
    </Message>
  );
}

export function MayNotManage() {
  return (
    <Message
      icon="lock"
      title={i18n.translate('cloudtrail.sources.noManage.title', {
        defaultMessage: 'You may see sources, but not change them',
      })}
      testSubject="cloudtrailSourcesNoManage"
    >
      <p>
        <FormattedMessage
          id="cloudtrail.sources.noManage.body"
          defaultMessage="To add or change sources you need the Kibana privilege {all} in all spaces, since sources are the same in all of them. Ask an administrator for it."
          values={{ all: <strong>CloudTrail sources: All</strong> }}
        />
      </p>
    </Message>
  );
}

/** Kibana has no key to keep secrets with; says how to give it one. */
export function NoEncryptionKey() {
  return (
    <Message
      icon="key"
      color="warning"
      title={i18n.translate('cloudtrail.sources.noEncryptionKey.title', {
        defaultMessage: 'Kibana has no key to encrypt secrets with',
      })}
      testSubject="cloudtrailNoEncryptionKey"
    >
      <p>
        <FormattedMessage
          id="cloudtrail.sources.noEncryptionKey.body"
          defaultMessage="A source’s AWS credentials are only kept encrypted, so no source can be added yet. Put a line like this into kibana.yml, the same one on every Kibana, and restart Kibana. Keep the key: without it the secrets can’t be read again."
        />
      </p>
      <EuiCodeBlock isCopyable fontSize="m" paddingSize="m">
        {'xpack.encryptedSavedObjects.encryptionKey: "…32 characters or more…"'}
      </EuiCodeBlock>
      <p>
        <FormattedMessage
          id="cloudtrail.sources.noEncryptionKey.make"
          defaultMessage="This prints keys to choose from:"
        />
      </p>
      <EuiCodeBlock isCopyable fontSize="m" paddingSize="m">
        bin/kibana-encryption-keys generate
      </EuiCodeBlock>
    </Message>
  );
}

/** For anything that a request threw. */
export function CannotRead({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { kind, message } = requestError(error);
  if (kind === 'no_privilege') return <MayNotSee />;
  if (kind === 'no_encryption_key') return <NoEncryptionKey />;
  return (
    <Message
      icon={kind === 'not_found' ? 'questionInCircle' : 'warning'}
      color={kind === 'not_found' ? 'plain' : 'danger'}
      title={titleOf(kind)}
      actions={
        <EuiButton iconType="refresh" onClick={onRetry} data-test-subj="cloudtrailRetry">
          <FormattedMessage id="cloudtrail.sources.retry" defaultMessage="Try again" />
        </EuiButton>
      }
      testSubject="cloudtrailSourcesError"
    >
      <p>{message}</p>
    </Message>
  );
}

function titleOf(kind: RequestError['kind']): string {
  switch (kind) {
    case 'unreachable':
      return i18n.translate('cloudtrail.sources.unreachable', { defaultMessage: 'Kibana does not answer' });
    case 'not_found':
      return i18n.translate('cloudtrail.sources.notFound', { defaultMessage: 'There is no such source' });
    default:
      return i18n.translate('cloudtrail.sources.failed', { defaultMessage: 'This could not be read' });
  }
}
