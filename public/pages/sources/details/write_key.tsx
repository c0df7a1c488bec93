/** With whose right a source writes to Elasticsearch, since when, and the button that renews it. */
import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiText } from '@elastic/eui';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { SourceResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { TimeAgo } from '../../../panels/frame/time_ago';
import { KEY_RENEWED } from '../frame/source_problem';
import { useAction } from '../frame/use_action';
import { useSources } from '../sources_context';

export function WriteKey({ source, onChange }: { source: SourceResponse; onChange(): void }) {
  const { rights } = useApp();
  const { api } = useSources();
  const { isRunning, run } = useAction(onChange);
  const { write_key: key, settings_key: settingsKey } = source;
  const isOfSettings = settingsKey !== undefined && key?.is_granted === false;
  return (
    <EuiPanel hasBorder hasShadow={false} data-test-subj="cloudtrailWriteKey">
      <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false} wrap>
        <EuiFlexItem style={{ minWidth: 'min(100%, 260px)' }}>
          <EuiText size="s">
            <p>
              <KeyText source={source} />
            </p>
          </EuiText>
        </EuiFlexItem>
        {rights.canManage && !isOfSettings && (
          <EuiFlexItem grow={false}>
            <EuiButton
              size="s"
              iconType="key"
              isLoading={isRunning}
              onClick={() => void run(() => api.renewKey(source.id), KEY_RENEWED)}
              data-test-subj="cloudtrailRenewKey"
            >
              <FormattedMessage id="cloudtrail.writeKey.renew" defaultMessage="Renew in my name" />
            </EuiButton>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </EuiPanel>
  );
}

function KeyText({ source: { write_key: key, settings_key: settingsKey } }: { source: SourceResponse }) {
  if (key !== undefined) {
    return (
      <>
        <FormattedMessage
          id="cloudtrail.writeKey.body"
          defaultMessage="Events are written with an Elasticsearch API key of {owner}, made {when}. It may do no more than write, delete and look after this plugin’s indices, and it stops working when {owner} is deleted or the key is revoked."
          values={{ owner: <strong>{key.owner}</strong>, when: <TimeAgo at={key.created_at} /> }}
        />{' '}
        {key.expires_at !== undefined && (
          <span data-test-subj="cloudtrailWriteKeyExpires">
            <FormattedMessage
              id="cloudtrail.writeKey.expires"
              defaultMessage="It expires {when}."
              values={{ when: <TimeAgo at={key.expires_at} /> }}
            />
          </span>
        )}
      </>
    );
  }
  if (settingsKey !== undefined) {
    return (
      <FormattedMessage
        id="cloudtrail.writeKey.unauthorised"
        defaultMessage="The source is declared in kibana.yml without a key to write with. The first key is lent to it by who authorises it here."
      />
    );
  }
  return (
    <FormattedMessage
      id="cloudtrail.writeKey.none"
      defaultMessage="Elasticsearch’s security was off when the source was made, so it has no key of its own: Kibana’s user writes."
    />
  );
}
