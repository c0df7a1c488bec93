/** Values by how often they occur, with bars that tell what failed; each filters. */
import { EuiButtonEmpty, EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { CountedValue } from '../../../common/actors';
import { FilterLink } from '../../panels/frame/filter_link';
import type { FilterField } from '../../panels/frame/panel_context';
import { usePanelContext } from '../../panels/frame/panel_context';

interface ValueListProps {
  readonly title: string;
  readonly field: FilterField;
  readonly values: readonly CountedValue[];
  /** More than these are on a second look. */
  readonly most?: number;
  labelOf?(value: string): string;
}

export function ValueList({ title, field, values, most = 10, labelOf = (value) => value }: ValueListProps) {
  const { formats } = usePanelContext();
  const { colors } = useEuiTheme().euiTheme;
  const [isWhole, setWhole] = useState(false);
  const top = values[0]?.events ?? 1;
  const widthOf = (events: number) => `${(events / top) * 100}%`;
  return (
    <section aria-label={title} style={{ minWidth: 0 }}>
      <EuiText size="s">
        <h3>{title}</h3>
      </EuiText>
      {values.length === 0 && (
        <EuiText size="s" color="subdued">
          {i18n.translate('cloudtrail.actor.noValues', { defaultMessage: 'None' })}
        </EuiText>
      )}
      <ul style={{ listStyle: 'none', margin: '8px 0 0', padding: 0 }}>
        {values.slice(0, isWhole ? values.length : most).map(({ value, events, failures }) => (
          <li key={value} style={{ marginBottom: 8 }} data-test-subj={`cloudtrailValue-${field}`}>
            <EuiText size="s">
              <div style={{ display: 'flex', gap: 8, justifyContent: 'space-between' }}>
                <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  <FilterLink field={field} value={value} label={labelOf(value)} />
                </span>
                <span
                  style={{ whiteSpace: 'nowrap' }}
                  title={
                    failures > 0
                      ? i18n.translate('cloudtrail.actor.failed', {
                          defaultMessage: '{failures} failed',
                          values: { failures: formats.count(failures) },
                        })
                      : undefined
                  }
                >
                  {formats.count(events)}
                </span>
              </div>
            </EuiText>
            <div
              aria-hidden
              style={{ display: 'flex', marginTop: 2, height: 2, background: colors.lightShade }}
            >
              <div style={{ width: widthOf(events - failures), background: colors.primary }} />
              <div style={{ width: widthOf(failures), background: colors.danger }} />
            </div>
          </li>
        ))}
      </ul>
      {values.length > most && (
        <EuiButtonEmpty
          size="xs"
          flush="left"
          onClick={() => setWhole(!isWhole)}
          aria-expanded={isWhole}
          data-test-subj={`cloudtrailMoreValues-${field}`}
        >
          {isWhole
            ? i18n.translate('cloudtrail.actor.fewerValues', { defaultMessage: 'Fewer' })
            : i18n.translate('cloudtrail.actor.moreValues', {
                defaultMessage: '{more} more',
                values: { more: formats.count(values.length - most) },
              })}
        </EuiButtonEmpty>
      )}
    </section>
  );
}
