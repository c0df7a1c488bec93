/** How late events are: what half of them keep, and what 95 of a hundred do. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { LagShares } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';

/** The two halves of the lag, as columns and facts call them. */
export const DELIVERY = i18n.translate('cloudtrail.sources.lag.delivery', {
  defaultMessage: 'AWS delivers after',
});
export const FETCHING = i18n.translate('cloudtrail.sources.lag.fetching', {
  defaultMessage: 'Then fetched after',
});

const UNKNOWN = '–';

export function Lag({ lag }: { lag: LagShares | undefined }) {
  const { formats } = useApp();
  if (lag === undefined) {
    return (
      <span
        title={i18n.translate('cloudtrail.sources.lag.unknown', {
          defaultMessage: 'No new event within the last day tells',
        })}
      >
        {UNKNOWN}
      </span>
    );
  }
  return (
    // the cell of a table lays its parts side by side
    <div>
      {formats.shortDuration(lag.p50)}
      <EuiText size="xs" color="subdued">
        <FormattedMessage
          id="cloudtrail.sources.lag.p95"
          defaultMessage="95 of 100 within {time}"
          values={{ time: formats.shortDuration(lag.p95) }}
        />
      </EuiText>
    </div>
  );
}
