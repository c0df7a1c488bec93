/** The region of a row that is one account × region and one kind of its events; said where the kind is a special one. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { LogKind } from '../../../../common/log_kinds';

const KIND_WORDS: Readonly<Record<LogKind, string | undefined>> = {
  CloudTrail: undefined,
  'CloudTrail-Insight': i18n.translate('cloudtrail.kind.insights', { defaultMessage: 'Insights' }),
  'CloudTrail-NetworkActivity': i18n.translate('cloudtrail.kind.networkActivity', {
    defaultMessage: 'Network activity',
  }),
};

export function PlaceRegion({ region, kind }: { region: string; kind: LogKind }) {
  const word = KIND_WORDS[kind];
  return (
    // a cell lays its parts side by side
    <div>
      {region}
      {word !== undefined && (
        <EuiText size="xs" color="subdued" data-test-subj="cloudtrailKind">
          {word}
        </EuiText>
      )}
    </div>
  );
}
