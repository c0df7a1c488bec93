/** Says that a panel lists a part only. Nothing where it lists all. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

/** Those with the most events, or the newest. */
export type ChosenBy = 'events' | 'time';

interface ShownOfProps {
  readonly shown: number;
  readonly total: number;
  readonly by: ChosenBy;
}

export function ShownOf({ shown, total, by }: ShownOfProps) {
  if (total <= shown) return null;
  const values = { shown, total };
  return (
    <EuiText size="xs" color="subdued" style={{ marginTop: 'auto' }} data-test-subj="cloudtrailShownOf">
      {by === 'events'
        ? i18n.translate('cloudtrail.panel.shownByEvents', {
            defaultMessage: 'Shows the {shown, number} with the most events, of {total, number}.',
            values,
          })
        : i18n.translate('cloudtrail.panel.shownByTime', {
            defaultMessage: 'Shows the newest {shown, number} of {total, number}.',
            values,
          })}
    </EuiText>
  );
}
