/** What is said to somebody who may not see the numbers, and whom to ask. */
import { EuiCode } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { EVENTS_INDEX_PATTERN } from '../../../common/ids';

/** Kibana's feature is not theirs in this space. */
export const NO_PRIVILEGE = {
  title: i18n.translate('cloudtrail.panel.noPrivilege.title', {
    defaultMessage: 'You may not use CloudTrail here',
  }),
  body: (
    <FormattedMessage
      id="cloudtrail.panel.noPrivilege.body"
      defaultMessage="You need the Kibana privilege {privilege} in this space. Ask an administrator for it."
      values={{ privilege: <strong>CloudTrail: Read</strong> }}
    />
  ),
};

/** There are events, none of which Elasticsearch lets them read. */
export const NO_INDEX_RIGHT = {
  title: i18n.translate('cloudtrail.panel.noRight.title', {
    defaultMessage: 'You may not read the events',
  }),
  body: (
    <FormattedMessage
      id="cloudtrail.panel.noRight.body"
      defaultMessage="You need the Elasticsearch privilege {privilege} on the indices {indices}. Ask an administrator for it."
      values={{
        privilege: <EuiCode>read</EuiCode>,
        indices: <EuiCode>{EVENTS_INDEX_PATTERN}</EuiCode>,
      }}
    />
  ),
};
