/** Which share of some events is of one kind; pressed, those events. Counts are told on hover and to screen readers. */
import { EuiText, EuiTextColor, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { failureLevel } from './failure_level';
import { QueryLink } from './filter_link';
import { usePanelContext } from './panel_context';

const LEVEL_COLORS = { low: 'default', some: 'default', high: 'danger' } as const;

interface EventShareProps {
  /** How many are of the kind, out of how many. */
  readonly part: number;
  readonly events: number;
  /** The counts in words. */
  readonly told: string;
  /** What the filter pill is called. */
  readonly label: string;
  /** Elasticsearch query for those of the kind. */
  readonly query: Readonly<Record<string, unknown>>;
}

export function EventShare({ part, events, told, label, query }: EventShareProps) {
  const { formats } = usePanelContext();
  const share = formats.share(events > 0 ? part / events : 0);
  if (part > 0) {
    return (
      <QueryLink
        label={label}
        events={query}
        said={i18n.translate('cloudtrail.panel.shareSaid', {
          defaultMessage: '{share}, {counts}',
          values: { share, counts: told },
        })}
      >
        <EuiTextColor color={LEVEL_COLORS[failureLevel(part, events)]}>{share}</EuiTextColor>
      </QueryLink>
    );
  }
  return (
    <EuiToolTip content={told}>
      <EuiText size="s" color="subdued" tabIndex={0}>
        {share}
      </EuiText>
    </EuiToolTip>
  );
}
