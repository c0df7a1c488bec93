/** The day on which to start, and what it brings. */
import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { estimateFrom } from '../../../../common/preview_estimate';
import type { PreviewResponse } from '../../../../common/source_checks';
import { useApp } from '../../../app/app_context';
import { FIRST_DAY } from '../form/form_checks';
import { DayInput } from '../form/fields';
import type { FormHandle } from '../form/use_source_form';
import { SectionTitle } from '../frame/section_title';
import { DEFAULT_DAYS, daysBefore, today as utcToday } from '../form/days';

const OFFERS = [1, 7, 30, 90] as const;

interface StartDayProps {
  readonly handle: FormHandle;
  readonly data: PreviewResponse | undefined;
}

export function StartDay({ handle, data }: StartDayProps) {
  const today = utcToday();
  const first = data?.account_regions
    .flatMap(({ first_day: day }) => (day === null ? [] : [day]))
    .sort()
    .at(0);
  const choose = (start: string) => {
    handle.set({ start });
    handle.show(['start']);
  };
  const offers = OFFERS.map((days) => ({
    start: daysBefore(today, days),
    label: i18n.translate('cloudtrail.preview.daysBack', {
      defaultMessage: '{days, plural, one {# day} other {# days}} back',
      values: { days },
    }),
  }));
  if (first !== undefined) {
    offers.push({
      start: first,
      label: i18n.translate('cloudtrail.preview.everything', { defaultMessage: 'everything' }),
    });
  }
  return (
    <>
      <SectionTitle>
        <FormattedMessage id="cloudtrail.preview.start" defaultMessage="From which day on?" />
      </SectionTitle>
      <EuiFlexGroup gutterSize="s" alignItems="flexEnd" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <DayInput
            handle={handle}
            field="start"
            min={FIRST_DAY}
            max={today}
            label={i18n.translate('cloudtrail.form.start', { defaultMessage: 'First day (UTC)' })}
          />
        </EuiFlexItem>
        {offers.map(({ start, label }) => (
          <EuiFlexItem key={label} grow={false}>
            <EuiButtonEmpty
              size="s"
              onClick={() => choose(start)}
              data-test-subj={`cloudtrailStart-${start}`}
            >
              {label}
            </EuiButtonEmpty>
          </EuiFlexItem>
        ))}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <Estimate start={handle.form.start || daysBefore(today, DEFAULT_DAYS)} data={data} />
    </>
  );
}

function Estimate({ start, data }: { start: string; data: PreviewResponse | undefined }) {
  const { formats } = useApp();
  const { newest_day: newestDay, costs, account_regions: accountRegions } = data ?? {};
  const estimate =
    newestDay && costs && accountRegions
      ? estimateFrom(start, { accountRegions, newestDay, prices: costs.prices })
      : undefined;
  return (
    <EuiText size="s" data-test-subj="cloudtrailEstimate" aria-live="polite">
      <p>
        {estimate && estimate.events !== null && estimate.disk_bytes !== null ? (
          <FormattedMessage
            id="cloudtrail.preview.estimate"
            defaultMessage="From {start} on: about {events} events in {files} files, {disk} of disk, {requests} requests of S3 ({cost}). New events come first; older days are read after them."
            values={{
              start,
              events: <strong>{formats.count(estimate.events)}</strong>,
              files: formats.count(estimate.objects),
              disk: formats.bytes(estimate.disk_bytes),
              requests: formats.count(estimate.requests),
              cost: formats.dollars(estimate.usd),
            }}
          />
        ) : (
          <FormattedMessage
            id="cloudtrail.preview.noEstimate"
            defaultMessage="From {start} on. New events come first; older days are read after them. It can be changed later."
            values={{ start }}
          />
        )}
      </p>
    </EuiText>
  );
}
