/** A source's numbers. */
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { AmountResponse, SourceResponse, SourceStatusResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { TimeAgo } from '../../../panels/frame/time_ago';
import type { Fact } from './facts';
import { Facts } from './facts';
import { DELIVERY, FETCHING, Lag } from './lag';

interface StatusFactsProps {
  readonly source: SourceResponse;
  readonly status: SourceStatusResponse;
}

export function StatusFacts({ status }: StatusFactsProps) {
  const { formats } = useApp();
  const { counts, queue } = status;
  const amount = ({ events, objects }: AmountResponse) =>
    i18n.translate('cloudtrail.sources.fact.amount', {
      defaultMessage:
        '{events} {eventCount, plural, one {event} other {events}} in {files} {fileCount, plural, one {file} other {files}}',
      values: {
        events: formats.count(events),
        eventCount: events,
        files: formats.count(objects),
        fileCount: objects,
      },
    });
  const facts: (Fact | undefined)[] = [
    {
      label: i18n.translate('cloudtrail.sources.fact.newestEvent', { defaultMessage: 'Newest event' }),
      value: status.newest_event_at === null ? NEVER : <TimeAgo at={status.newest_event_at} />,
      subject: 'cloudtrailNewestEvent',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.newestFile', { defaultMessage: 'Newest file' }),
      value: status.newest_object_at === null ? NEVER : <TimeAgo at={status.newest_object_at} />,
      subject: 'cloudtrailNewestFile',
    },
    {
      label: DELIVERY,
      value: <Lag lag={status.lag?.delivery} />,
      tip: WITHOUT_HISTORY,
      subject: 'cloudtrailDeliveryLag',
    },
    {
      label: FETCHING,
      value: <Lag lag={status.lag?.fetching} />,
      tip: WITHOUT_HISTORY,
      subject: 'cloudtrailFetchingLag',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.lastHour', {
        defaultMessage: 'Newly delivered, last hour',
      }),
      value: amount(status.last_hour),
      tip: WITHOUT_HISTORY,
      subject: 'cloudtrailLastHour',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.lastDay', {
        defaultMessage: 'Newly delivered, last day',
      }),
      value: amount(status.last_day),
      tip: WITHOUT_HISTORY,
      subject: 'cloudtrailLastDay',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.waiting', { defaultMessage: 'Files waiting' }),
      value: formats.count(status.objects_waiting),
      subject: 'cloudtrailFilesWaiting',
    },
    {
      label: i18n.translate('cloudtrail.sources.fact.events', { defaultMessage: 'Events in all' }),
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
  return <Facts facts={facts} minWidth={MIN_WIDTH} />;
}

const MIN_WIDTH = 150;
const WITHOUT_HISTORY = i18n.translate('cloudtrail.sources.fact.withoutHistory', {
  defaultMessage:
    'Of files that AWS delivered since the source was made. What lay in the bucket before is history, and would say nothing of how late events are now.',
});

const NEVER = i18n.translate('cloudtrail.sources.never', { defaultMessage: 'not yet' });
