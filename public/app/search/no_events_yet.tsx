/** What every page over events says while nothing was ever fetched: how to begin, or whom to ask. */
import { EuiButton, EuiButtonEmpty, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { useApp } from '../app_context';
import { linkTo } from '../link_to';

export function NoEventsYet() {
  const app = useApp();
  const { canManage, canSee } = app.rights;
  return (
    <EuiEmptyPrompt
      iconType="logoAWS"
      title={
        <h2>
          {i18n.translate('cloudtrail.noEvents.title', {
            defaultMessage: 'No CloudTrail events have been fetched yet',
          })}
        </h2>
      }
      body={
        canManage ? (
          <p>
            <FormattedMessage
              id="cloudtrail.noEvents.body"
              defaultMessage="Tell Kibana which S3 bucket your trail writes to. Its events appear here within seconds, and new ones from then on."
            />
          </p>
        ) : (
          <p data-test-subj="cloudtrailAskForSource">
            <FormattedMessage
              id="cloudtrail.noEvents.ask"
              defaultMessage="Somebody with the Kibana privilege {privilege} has to add a source: the S3 bucket that a trail writes to. Ask your administrator."
              values={{ privilege: <strong>CloudTrail sources: All</strong> }}
            />
          </p>
        )
      }
      actions={[
        ...(canManage
          ? [
              <EuiButton
                key="add"
                fill
                iconType="plusInCircle"
                {...linkTo(app, { page: 'new_source' })}
                data-test-subj="cloudtrailAddSource"
              >
                <FormattedMessage id="cloudtrail.sources.add" defaultMessage="Add source" />
              </EuiButton>,
            ]
          : []),
        ...(canSee
          ? [
              <EuiButtonEmpty
                key="see"
                {...linkTo(app, { page: 'sources' })}
                data-test-subj="cloudtrailSeeSources"
              >
                <FormattedMessage id="cloudtrail.noEvents.see" defaultMessage="See the sources" />
              </EuiButtonEmpty>,
            ]
          : []),
      ]}
      data-test-subj="cloudtrailNoEventsYet"
    />
  );
}
