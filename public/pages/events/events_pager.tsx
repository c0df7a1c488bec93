/** From page to page of events, and how many are on one. */
import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { EventsPage } from '../../../common/events';
import { useApp } from '../../app/app_context';
import type { Place } from './events_view';
import { PAGE_SIZES } from './events_view';

interface EventsPagerProps {
  /** Of the page that is shown, from 0. */
  readonly index: number;
  readonly size: number;
  readonly page: EventsPage;
  onSize(size: number): void;
  onFirst(): void;
  onGo(index: number, place: Place): void;
}

/** Forward without an end: Elasticsearch jumps to no page beyond the first ten thousand events, but goes on from any. */
export function EventsPager({ index, size, page, onSize, onFirst, onGo }: EventsPagerProps) {
  const { formats } = useApp();
  const { next, previous } = page;
  const first = index * size;
  const goBack = () => {
    if (index > 1 && previous) onGo(index - 1, { before: previous });
    else onFirst();
  };
  return (
    <EuiFlexGroup
      gutterSize="s"
      alignItems="center"
      justifyContent="flexEnd"
      responsive={false}
      wrap
      style={{ flexGrow: 0, marginTop: 8 }}
    >
      <EuiFlexItem grow={false} style={{ marginInlineEnd: 'auto' }}>
        <EuiSelect
          compressed
          value={size}
          options={PAGE_SIZES.map((rows) => ({
            value: rows,
            text: i18n.translate('cloudtrail.eventsPage.size', {
              defaultMessage: '{rows} rows',
              values: { rows: formats.count(rows) },
            }),
          }))}
          onChange={({ target }) => onSize(Number(target.value))}
          aria-label={i18n.translate('cloudtrail.eventsPage.sizeLabel', { defaultMessage: 'Rows of a page' })}
          data-test-subj="cloudtrailEventsSize"
        />
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiText size="s" data-test-subj="cloudtrailEventsPosition">
          {i18n.translate('cloudtrail.eventsPage.position', {
            defaultMessage: '{first}–{last} of {total}',
            values: {
              first: formats.count(Math.min(first + 1, page.total)),
              last: formats.count(first + page.rows.length),
              total: formats.count(page.total),
            },
          })}
        </EuiText>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowStart"
          isDisabled={index === 0}
          onClick={onFirst}
          data-test-subj="cloudtrailEventsFirst"
        >
          <FormattedMessage id="cloudtrail.eventsPage.first" defaultMessage="First" />
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowLeft"
          isDisabled={index === 0}
          onClick={goBack}
          data-test-subj="cloudtrailEventsBack"
        >
          <FormattedMessage id="cloudtrail.eventsPage.back" defaultMessage="Back" />
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowRight"
          iconSide="right"
          isDisabled={next === null}
          onClick={() => next && onGo(index + 1, { after: next })}
          data-test-subj="cloudtrailEventsNext"
        >
          <FormattedMessage id="cloudtrail.eventsPage.next" defaultMessage="Next" />
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
