/** What the map can't show: AWS services' own calls, events without a place, and places beyond those listed. */
import { EuiFlexGroup, EuiFlexItem, EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { FROM_AWS_SERVICE, WITHOUT_PLACE } from '../../../common/event_kinds';
import type { GeoAccess } from '../../../common/panels';
import { QueryLink } from '../frame/filter_link';
import { usePanelContext } from '../frame/panel_context';

const SERVICES_NAMED = 2;
const COUNTRIES_NAMED = 3;

interface PlacelessFactsProps {
  readonly data: GeoAccess;
  /** ISO codes of the home countries; none chosen means that nothing is outside of them. */
  readonly home: readonly string[];
}

export function PlacelessFacts({ data, home }: PlacelessFactsProps) {
  const { formats } = usePanelContext();
  const services = data.aws_services.slice(0, SERVICES_NAMED);
  const outside = data.countries.filter(({ country_iso_code }) => !home.includes(country_iso_code));
  const outsideLabel = i18n.translate('cloudtrail.geoAccess.outsideFact', {
    defaultMessage: 'outside the home countries',
  });
  return (
    <EuiFlexGroup gutterSize="l" responsive={false} wrap style={{ flexGrow: 0, marginTop: 8 }}>
      {home.length > 0 && (
        <Fact
          subject="cloudtrailGeoOutsideEvents"
          events={outside.reduce((sum, { events }) => sum + events, 0)}
          label={outsideLabel}
          detail={outside
            .slice(0, COUNTRIES_NAMED)
            .map(({ country_iso_code }) => formats.country(country_iso_code))
            .join(', ')}
          query={{
            bool: {
              filter: [{ exists: { field: 'source.geo.country_iso_code' } }],
              must_not: [{ terms: { 'source.geo.country_iso_code': [...home] } }],
            },
          }}
        />
      )}
      <Fact
        subject="cloudtrailGeoAwsServices"
        events={data.aws_service_events}
        query={FROM_AWS_SERVICE}
        label={i18n.translate('cloudtrail.geoAccess.awsServices', { defaultMessage: 'by AWS services' })}
        detail={services.map((service) => service.name).join(', ')}
        tip={data.aws_services
          .map((service) => `${service.name}: ${formats.count(service.events)}`)
          .join('\n')}
      />
      <Fact
        subject="cloudtrailGeoWithoutPlace"
        events={data.events_without_place}
        query={WITHOUT_PLACE}
        label={i18n.translate('cloudtrail.geoAccess.withoutPlace', {
          defaultMessage: 'without a known place',
        })}
        detail={i18n.translate('cloudtrail.geoAccess.withoutPlaceDetail', {
          defaultMessage: 'private, reserved or no address',
        })}
      />
    </EuiFlexGroup>
  );
}

interface FactProps {
  readonly subject: string;
  readonly events: number;
  readonly label: string;
  readonly detail: string;
  /** Lines, told on hover and focus. */
  readonly tip?: string;
  /** Elasticsearch query for them. */
  readonly query: Readonly<Record<string, unknown>>;
}

function Fact({ subject, events, label, detail, tip, query }: FactProps) {
  const { formats } = usePanelContext();
  const body = (
    <EuiText size="s" tabIndex={tip ? 0 : undefined}>
      <strong data-test-subj={subject}>{formats.count(events)}</strong>{' '}
      {events > 0 ? (
        <QueryLink label={label} events={query}>
          {label}
        </QueryLink>
      ) : (
        label
      )}
    </EuiText>
  );
  return (
    <EuiFlexItem grow={false} style={{ maxWidth: '100%' }}>
      {tip ? (
        <EuiToolTip content={<span style={{ whiteSpace: 'pre-line' }}>{tip}</span>}>{body}</EuiToolTip>
      ) : (
        body
      )}
      {events > 0 && detail !== '' && (
        <EuiText size="xs" color="subdued">
          {detail}
        </EuiText>
      )}
    </EuiFlexItem>
  );
}
