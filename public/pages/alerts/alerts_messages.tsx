/** Why rules can't be added, and who could change that. */
import { EuiButton, EuiCallOut, EuiCodeBlock, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { Availability } from '../../kibana/alerting_api';
import { Message } from '../sources/frame/page_messages';
import { requestError } from '../sources/request_error';

const ENCRYPTION_KEY =
  'xpack.encryptedSavedObjects.encryptionKey: "at least 32 characters, the same on every Kibana"';

const TITLES: Readonly<Record<Exclude<Availability, 'ok'>, string>> = {
  no_key: i18n.translate('cloudtrail.alerts.noKey.title', {
    defaultMessage: 'Kibana has no encryption key, so it can run no rules',
  }),
  no_api_keys: i18n.translate('cloudtrail.alerts.noApiKeys.title', {
    defaultMessage: 'Elasticsearch gives out no API keys, so Kibana can run no rules',
  }),
  no_right: i18n.translate('cloudtrail.alerts.noRight.title', {
    defaultMessage: 'You may not see rules in this space',
  }),
  absent: i18n.translate('cloudtrail.alerts.absent.title', { defaultMessage: 'This Kibana has no alerting' }),
};

/** Above the list, which still says what each rule would have found. */
export function Unavailable({ why }: { why: Exclude<Availability, 'ok'> }) {
  return (
    <>
      <EuiCallOut
        color="warning"
        iconType="warning"
        title={TITLES[why]}
        data-test-subj={`cloudtrailAlertsUnavailable-${why}`}
      >
        <Remedy why={why} />
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function Remedy({ why }: { why: Exclude<Availability, 'ok'> }) {
  switch (why) {
    case 'no_key':
      return (
        <>
          <p>
            <FormattedMessage
              id="cloudtrail.alerts.noKey.body"
              defaultMessage="A rule keeps the rights of whoever made it, encrypted. An administrator must give Kibana a key in kibana.yml and restart it:"
            />
          </p>
          <EuiCodeBlock isCopyable paddingSize="s">
            {ENCRYPTION_KEY}
          </EuiCodeBlock>
        </>
      );
    case 'no_api_keys':
      return (
        <p>
          <FormattedMessage
            id="cloudtrail.alerts.noApiKeys.body"
            defaultMessage="Rules run with an API key of whoever made them. API keys must be enabled in Elasticsearch (xpack.security.authc.api_key.enabled)."
          />
        </p>
      );
    case 'no_right':
      return (
        <p>
          <FormattedMessage
            id="cloudtrail.alerts.noRight.body"
            defaultMessage="To see which rules run you need the Kibana privilege {read} in this space; to add some, {all}. Ask an administrator for it."
            values={{ read: <strong>CloudTrail: Read</strong>, all: <strong>CloudTrail: All</strong> }}
          />
        </p>
      );
    case 'absent':
      return (
        <p>
          <FormattedMessage
            id="cloudtrail.alerts.absent.body"
            defaultMessage="Kibana’s alerting plugin is switched off or missing. The list says what the rules would have found."
          />
        </p>
      );
  }
}

export function CannotRead({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <Message
      icon="warning"
      color="danger"
      title={i18n.translate('cloudtrail.alerts.cannotRead', { defaultMessage: 'The rules can’t be read' })}
      testSubject="cloudtrailAlertsError"
      actions={
        <EuiButton onClick={onRetry}>
          <FormattedMessage id="cloudtrail.alerts.retry" defaultMessage="Try again" />
        </EuiButton>
      }
    >
      <p>{requestError(error).message}</p>
    </Message>
  );
}
