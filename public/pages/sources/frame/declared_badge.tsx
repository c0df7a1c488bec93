/** Marks a source that kibana.yml declares, and says what that means. */
import { EuiBadge, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { SourceResponse } from '../../../../common/sources';

/** Nothing for other sources. */
export function DeclaredBadge({ source: { settings_key: key } }: { source: SourceResponse }) {
  if (key === undefined) return null;
  return (
    <EuiToolTip
      content={i18n.translate('cloudtrail.sources.declared.meaning', {
        defaultMessage:
          'Declared in kibana.yml as {setting}. It is changed and removed there, and Kibana restarted. It can be paused, resumed and fetched here.',
        values: { setting: `cloudtrail.sources.${key}` },
      })}
    >
      <EuiBadge color="hollow" iconType="document" tabIndex={0} data-test-subj="cloudtrailDeclared">
        kibana.yml
      </EuiBadge>
    </EuiToolTip>
  );
}
