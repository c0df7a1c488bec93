/** What the map can't show: AWS services' own calls, events without a place, and places beyond those listed. */
import { EuiFlexGroup, EuiFlexItem, EuiText, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { GeoAccess } from '../../../common/panels';
import { usePanelContext } from '../frame/panel_context';

const SERVICES_NAMED = 3;

export function PlacelessFacts({ data }: { data: GeoAccess }) {
  const { formats } = usePanelContext();
  const services = data.aws_services.slice(0, SERVICES_NAMED);
  return (
    <EuiFlexGroup gutterSize="l" responsive={false} wrap style={{ flexGrow: 0, marginTop: 8 }}>
      <Fact
        subject="cloudtrailGeoAwsServices"
        events={data.aws_service_events}
        label={i18n.translate('cloudtrail.geoAccess.awsServices', { defaultMessage: 'by AWS services' })}
        detail={services.map((service) => service.name).join(', ')}
        tip={data.aws_services
          .map((service) => `${service.name}: ${formats.count(service.events)}`)
          .join('\n')}
      />
      <Fact
        subject="cloudtrailGeoWithoutPlace"
        events={data.events_without_place}
        label={i18n.translate('cloudtrail.geoAccess.withoutPlace', {
          defaultMessage: 'without a known place',
        })}
        detail={i18n.translate('cloudtrail.geoAccess.withoutPlaceDetail', {
          defaultMessage: 'private, reserved or no address',
        })}
      />
      {data.events_elsewhere > 0 && (
        <Fact
          subject="cloudtrailGeoElsewhere"
          events={data.events_elsewhere}
          label={i18n.translate('cloudtrail.geoAccess.elsewhere', { defaultMessage: 'from other places' })}
          detail={i18n.translate('cloudtrail.geoAccess.elsewhereDetail', {
            defaultMessage: 'beyond the {places, number} shown',
            values: { places: data.places.length },
          })}
        />
      )}
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
}

function Fact({ subject, events, label, detail, tip }: FactProps) {
  const { formats } = usePanelContext();
  const body = (
    <EuiText size="s" tabIndex={tip ? 0 : undefined}>
      <strong data-test-subj={subject}>{formats.count(events)}</strong> {label}
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
