/** How much a day of the bucket is, and what fetching it costs. */
import { EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { PreviewResponse } from '../../../../common/source_checks';
import { useApp } from '../../../app/app_context';
import type { Fact } from '../frame/facts';
import { Facts } from '../frame/facts';
import { SectionTitle } from '../frame/section_title';

export function PreviewFacts({ data }: { data: PreviewResponse }) {
  const { formats } = useApp();
  const { newest_day: newest, per_day: perDay, costs } = data;
  const days = data.account_regions.flatMap(({ first_day: first, last_day: last }) => [first, last]);
  const known = days.filter((day): day is string => day !== null).sort();
  const about = (value: number | null, format: (value: number) => string) =>
    value === null
      ? UNKNOWN
      : i18n.translate('cloudtrail.preview.about', {
          defaultMessage: 'about {value}',
          values: { value: format(value) },
        });
  const accounts = new Set(data.account_regions.map(({ account_id: id }) => id)).size;
  const places = new Set(data.account_regions.map(({ account_id: id, region }) => `${id} ${region}`)).size;
  const facts: (Fact | undefined)[] = [
    {
      label: i18n.translate('cloudtrail.preview.accounts', { defaultMessage: 'Accounts' }),
      value: formats.count(accounts),
      subject: 'cloudtrailPreviewAccounts',
    },
    {
      label: i18n.translate('cloudtrail.preview.accountRegions', { defaultMessage: 'Accounts × regions' }),
      value: formats.count(places),
    },
    {
      label: i18n.translate('cloudtrail.preview.firstDay', { defaultMessage: 'First day' }),
      value: known[0] ?? UNKNOWN,
    },
    {
      label: i18n.translate('cloudtrail.preview.lastDay', { defaultMessage: 'Last day' }),
      value: known.at(-1) ?? UNKNOWN,
    },
    newest
      ? {
          label: i18n.translate('cloudtrail.preview.newestDay', {
            defaultMessage: 'Files of {day}',
            values: { day: newest.day },
          }),
          value: `${formats.count(newest.objects)} (${formats.bytes(newest.bytes)})`,
        }
      : undefined,
    perDay
      ? {
          label: i18n.translate('cloudtrail.preview.eventsPerDay', { defaultMessage: 'Events a day' }),
          value: about(perDay.events, formats.count),
          subject: 'cloudtrailPreviewEventsPerDay',
        }
      : undefined,
    perDay
      ? {
          label: i18n.translate('cloudtrail.preview.diskPerDay', { defaultMessage: 'Disk a day' }),
          value: about(perDay.disk_bytes, formats.bytes),
        }
      : undefined,
    costs
      ? {
          label: i18n.translate('cloudtrail.preview.requestsPerDay', {
            defaultMessage: 'Requests of S3 a day',
          }),
          value: `${about(costs.requests_per_day, formats.count)} (${formats.dollars(costs.usd_per_day)})`,
        }
      : undefined,
  ];
  return (
    <>
      <SectionTitle>
        <FormattedMessage id="cloudtrail.preview.found" defaultMessage="What is in the bucket" />
      </SectionTitle>
      <EuiPanel hasBorder hasShadow={false}>
        <Facts facts={facts} />
        {costs && newest && (
          <>
            <EuiSpacer size="s" />
            <EuiText size="xs" color="subdued">
              <p>
                <FormattedMessage
                  id="cloudtrail.preview.prices"
                  defaultMessage="Disk is of one copy, without replicas. Costs are those of requests, at the prices of {region} as of {date}; data that leaves AWS costs more. Estimates take each day for one like {day}."
                  values={{ region: costs.prices.region, date: costs.prices.as_of, day: newest.day }}
                />
              </p>
            </EuiText>
          </>
        )}
      </EuiPanel>
      <EuiSpacer />
    </>
  );
}

const UNKNOWN = i18n.translate('cloudtrail.preview.unknown', { defaultMessage: 'unknown' });
