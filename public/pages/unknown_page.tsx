/** What an address shows that is no page of ours. */
import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { useApp } from '../app/app_context';
import { OVERVIEW_TITLE } from '../app/app_tabs';
import { linkTo } from '../app/link_to';
import { PlainPage } from '../app/plain_page';
import { usePageTitle } from '../app/use_page_title';

const TITLE = i18n.translate('cloudtrail.app.unknown', { defaultMessage: 'There is no such page' });

export function UnknownPage() {
  const app = useApp();
  usePageTitle([{ text: TITLE }]);
  return (
    <PlainPage tab={undefined} title={TITLE} testSubject="cloudtrailUnknown">
      <EuiEmptyPrompt
        iconType="questionInCircle"
        color="plain"
        body={i18n.translate('cloudtrail.app.unknownBody', {
          defaultMessage: 'The link may be an old one, or have been cut when it was copied.',
        })}
        actions={<EuiButton {...linkTo(app, { page: 'overview' })}>{OVERVIEW_TITLE}</EuiButton>}
        data-test-subj="cloudtrailUnknownPage"
      />
    </PlainPage>
  );
}
