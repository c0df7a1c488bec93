/** A source's numbers. */
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { SourceResponse, SourceStatusResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { TimeAgo } from '../../../panels/frame/time_ago';
import type { Fact } from './facts';
import { Facts } from './facts';

interface StatusFactsProps {
  readonly source: SourceResponse;
  readonly status: SourceStatusResponse;
}

export function StatusFacts({ status }: StatusFactsProps) {
  const { formats } = useApp();
  const { counts, queue } = status;
  const facts: (Fact | undefined)[] = [
    {
      label: i18n.translate('cloudtrail.sources.fact.events', { defaultMessage: 'Events' }),
      value: formats.count(counts.events),
      subject: 'cloudtrailSourceEvents',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.files', { defaultMessage: 'Files read' }),
      value: i18n.translate('cloudtrail.sources.fact.filesAndBytes', {
        defaultMessage: '{files} ({bytes})',
        values: { files: formats.count(counts.objects), bytes: formats.bytes(counts.bytes) },
      }),
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.lastFetched', { defaultMessage: 'Last looked at' }),
      value: status.last_fetched_at === null ? NEVER : <TimeAgo at={status.last_fetched_at} />,
    },
    status.next_poll_at === null
      ? undefined
      : {
          label: i18n.translate('cloudtrail.sources.fact.next', { defaultMessage: 'Next look' }),
          value: <TimeAgo at={status.next_poll_at} />,
        },
    {
      label: i18n.translate('cloudtrail.sources.fact.accountRegions', {
        defaultMessage: 'Accounts × regions',
      }),
      value: formats.count(status.account_regions),
    },
    queue === null
      ? undefined
      : {
          label: i18n.translate('cloudtrail.sources.fact.queue', { defaultMessage: 'Queue last empty' }),
          value: queue.emptied_at === null ? NEVER : <TimeAgo at={queue.emptied_at} />,
        },
  ];
  return <Facts facts={facts} />;
}

const NEVER = i18n.translate('cloudtrail.sources.never', { defaultMessage: 'not yet' });
