/** How a source is set; no secret is among it. */
import { EuiPanel } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback } from 'react';
import type { SourceResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { useOnce } from '../../../app/use_once';
import type { Fact } from '../frame/facts';
import { Facts } from '../frame/facts';
import { useSources } from '../sources_context';

const MIN_WIDTH = 220;

export function SourceSettings({ source }: { source: SourceResponse }) {
  const { formats } = useApp();
  const { credentials } = source;
  const optional = (label: string, value: string | undefined): Fact | undefined =>
    value === undefined || value === '' ? undefined : { label, value };
  const facts: (Fact | undefined)[] = [
    { label: text('bucket', 'Bucket'), value: source.bucket },
    optional(text('prefix', 'Prefix'), source.prefix),
    optional(text('region', 'Region'), source.region),
    optional(text('endpoint', 'S3 server'), source.endpoint),
    { label: text('identity', 'Reads with'), value: IDENTITIES[credentials.type] },
    optional(
      text('accessKey', 'Access key id'),
      credentials.access_key_id_end && `…${credentials.access_key_id_end}`,
    ),
    optional(text('role', 'Role'), credentials.role_arn),
    optional(text('externalId', 'External id'), credentials.external_id),
    { label: text('namespace', 'Namespace'), value: source.namespace },
    { label: text('retention', 'Events are kept'), value: <Retention namespace={source.namespace} /> },
    { label: text('start', 'First day'), value: source.start },
    optional(text('end', 'Last day of history'), source.end),
    { label: text('interval', 'Looks every'), value: source.interval },
    optional(text('queue', 'Queue'), source.sqs?.queue_url),
    optional(text('accounts', 'Accounts left out'), source.exclude_accounts?.join(', ')),
    optional(text('regions', 'Regions left out'), source.exclude_regions?.join(', ')),
    {
      label: text('made', 'Made'),
      value: i18n.translate('cloudtrail.settings.by', {
        defaultMessage: '{time} by {who}',
        values: { time: formats.time(source.created_at), who: source.created_by },
      }),
    },
    source.updated_at === undefined
      ? undefined
      : {
          label: text('changed', 'Last changed'),
          value: i18n.translate('cloudtrail.settings.by', {
            defaultMessage: '{time} by {who}',
            values: { time: formats.time(source.updated_at), who: source.updated_by ?? '' },
          }),
        },
  ];
  return (
    <EuiPanel hasBorder hasShadow={false} data-test-subj="cloudtrailSourceSettings">
      <Facts facts={facts} minWidth={MIN_WIDTH} />
    </EuiPanel>
  );
}

/** Whole indices are deleted, so that some events stay a little longer. */
function Retention({ namespace }: { namespace: string }) {
  const { api } = useSources();
  const ask = useCallback((signal: AbortSignal) => api.namespace(namespace, signal), [api, namespace]);
  const { data } = useOnce(ask);
  if (!data) return <>…</>;
  const { retention_days: days, index_period: period } = data.settings;
  return days === null ? (
    <FormattedMessage id="cloudtrail.settings.forEver" defaultMessage="for ever" />
  ) : (
    <FormattedMessage
      id="cloudtrail.settings.keptDays"
      defaultMessage="{days, plural, one {one day} other {# days}}, then deleted by whole {period, select, day {days} other {months}}"
      values={{ days, period }}
    />
  );
}

const IDENTITIES: Readonly<Record<SourceResponse['credentials']['type'], string>> = {
  access_key: i18n.translate('cloudtrail.settings.accessKey', { defaultMessage: 'an access key' }),
  role: i18n.translate('cloudtrail.settings.roleType', { defaultMessage: 'a role' }),
  server: i18n.translate('cloudtrail.settings.server', { defaultMessage: 'Kibana’s own AWS identity' }),
};

function text(id: string, defaultMessage: string): string {
  return i18n.translate(`cloudtrail.settings.${id}`, { defaultMessage });
}
