/** Says where sources are seen and who may change them: they are one list for all of Kibana. */
import { EuiText } from '@elastic/eui';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';

export function Everywhere() {
  return (
    <EuiText size="s" color="subdued" data-test-subj="cloudtrailEverywhere">
      <p>
        <FormattedMessage
          id="cloudtrail.sources.everywhere"
          defaultMessage="Sources are the same in all spaces of this Kibana. Changing them takes the privilege {all} in all spaces, so that nobody takes away in one space what the others rely on; {read} in one space shows there how they are doing. Who sees the events is up to Elasticsearch’s own index rights."
          values={{
            all: <strong>CloudTrail sources: All</strong>,
            read: <strong>CloudTrail sources: Read</strong>,
          }}
        />
      </p>
    </EuiText>
  );
}
