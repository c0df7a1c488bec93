/** The list of all sources. */
import { EuiButton, EuiCallOut, EuiEmptyPrompt, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { useApp } from '../../../app/app_context';
import { SOURCES_TITLE } from '../../../app/app_tabs';
import { linkTo } from '../../../app/link_to';
import { Everywhere } from '../frame/everywhere';
import { CannotRead, NoEncryptionKey } from '../frame/page_messages';
import { SourcesPage } from '../frame/sources_page';
import { requestError } from '../request_error';
import { useSources } from '../sources_context';
import { SourceCard } from './source_card';
import { useSourceList } from './use_source_list';

export function SourcesList() {
  const { rights } = useApp();
  const { setup } = useSources();
  const { data: listed, error, refresh } = useSourceList();
  const trail = [{ text: SOURCES_TITLE }];
  if (!listed) {
    return (
      <SourcesPage trail={trail} isLoading={error === undefined}>
        <CannotRead error={error} onRetry={refresh} />
      </SourcesPage>
    );
  }
  const isEmpty = listed.length === 0;
  const canAdd = rights.canManage && setup.can_encrypt;
  return (
    <SourcesPage
      trail={trail}
      actions={canAdd && !isEmpty ? [<AddSource key="add" />] : []}
      testSubject="cloudtrailSourcesList"
    >
      {error !== undefined && <Stale error={error} />}
      {!setup.can_encrypt && (
        <>
          <NoEncryptionKey />
          <EuiSpacer size="m" />
        </>
      )}
      {isEmpty && setup.can_encrypt && <NoSources canManage={rights.canManage} />}
      {listed.map((one) => (
        <React.Fragment key={one.source.id}>
          <SourceCard listed={one} onChange={refresh} />
          <EuiSpacer size="m" />
        </React.Fragment>
      ))}
      {!isEmpty && !rights.canManage && <OnlySee />}
      <Everywhere />
    </SourcesPage>
  );
}

function AddSource() {
  const app = useApp();
  return (
    <EuiButton
      fill
      iconType="plusInCircle"
      {...linkTo(app, { page: 'new_source' })}
      data-test-subj="cloudtrailAddSource"
    >
      <FormattedMessage id="cloudtrail.sources.add" defaultMessage="Add source" />
    </EuiButton>
  );
}

function NoSources({ canManage }: { canManage: boolean }) {
  return (
    <>
      <EuiEmptyPrompt
        iconType="logoAWS"
        title={
          <h2>
            {i18n.translate('cloudtrail.sources.none.title', {
              defaultMessage: 'Bring CloudTrail events into Kibana',
            })}
          </h2>
        }
        body={
          <>
            <p>
              <FormattedMessage
                id="cloudtrail.sources.none.body"
                defaultMessage="A source is an S3 bucket that a trail writes to. Kibana reads its files, maps each event to ECS, looks up where it came from, and keeps looking for new ones. Nothing needs to be installed in AWS: one read-only policy does, and the next page writes it for you."
              />
            </p>
            {!canManage && (
              <p>
                <FormattedMessage
                  id="cloudtrail.sources.none.ask"
                  defaultMessage="You need the Kibana privilege {all} to add one. Ask an administrator."
                  values={{ all: <strong>CloudTrail sources: All</strong> }}
                />
              </p>
            )}
          </>
        }
        actions={canManage ? <AddSource /> : undefined}
        data-test-subj="cloudtrailNoSources"
      />
      <EuiSpacer size="m" />
    </>
  );
}

function OnlySee() {
  return (
    <>
      <EuiCallOut
        size="s"
        iconType="lock"
        title={i18n.translate('cloudtrail.sources.onlySee', {
          defaultMessage: 'You may see sources, but not change them',
        })}
        data-test-subj="cloudtrailOnlySee"
      />
      <EuiSpacer size="m" />
    </>
  );
}

function Stale({ error }: { error: unknown }) {
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType="clock"
        title={i18n.translate('cloudtrail.sources.stale', {
          defaultMessage: 'What is shown may be old: {message} Trying again.',
          values: { message: requestError(error).message },
        })}
        data-test-subj="cloudtrailStale"
      />
      <EuiSpacer size="m" />
    </>
  );
}
