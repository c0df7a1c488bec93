/** What one of the map's dots stands for; pressed, also what can be done with it. */
import { EuiButtonEmpty, EuiPanel, EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect, useRef } from 'react';
import type { GeoCluster } from '../../../common/panels';
import { usePanelContext } from '../frame/panel_context';
import { clusterName, listed } from './cluster_text';
import { useClusterWords } from './use_cluster_words';

const CARD_WIDTH = 240;
const GAP = 14;

interface ClusterCardProps {
  readonly cluster: GeoCluster;
  readonly isOutside: boolean;
  /** Middle of the dot, in pixels of the map's box. */
  readonly at: { readonly x: number; readonly y: number };
  readonly mapWidth: number;
  readonly mapHeight: number;
  /** With the buttons, the first of which then gets the focus. */
  readonly isOpen: boolean;
  onFilter(isOut: boolean): void;
  onZoom(): void;
  onClose(): void;
}

/** Stands beside its dot, on the side where there is room. */
export function ClusterCard(props: ClusterCardProps) {
  const { cluster, at, mapWidth, mapHeight, isOpen } = props;
  const { formats } = usePanelContext();
  const words = useClusterWords();
  const { euiTheme } = useEuiTheme();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) first.current?.focus();
  }, [isOpen]);
  const isNarrow = mapWidth < 2 * CARD_WIDTH;
  const left =
    at.x > mapWidth / 2
      ? Math.max(0, at.x - CARD_WIDTH - GAP)
      : Math.max(0, Math.min(mapWidth - CARD_WIDTH, at.x + GAP));
  const vertical =
    at.y > mapHeight / 2
      ? { bottom: Math.max(0, mapHeight - at.y + (isNarrow ? GAP : 0)) }
      : { top: Math.max(0, at.y + (isNarrow ? GAP : 0)) };
  return (
    <div
      style={{
        position: 'absolute',
        left,
        ...vertical,
        width: CARD_WIDTH,
        maxWidth: '100%',
        zIndex: 1,
        pointerEvents: isOpen ? 'auto' : 'none',
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <EuiPanel paddingSize="s" hasBorder hasShadow data-test-subj="cloudtrailGeoCard">
        <EuiText size="s">
          <strong>{clusterName(cluster, words)}</strong>
        </EuiText>
        <EuiText size="xs">
          {i18n.translate('cloudtrail.geoAccess.cardEvents', {
            defaultMessage:
              '{count} {events, plural, one {event} other {events}}, {failures} failed ({share})',
            values: {
              count: formats.count(cluster.events),
              events: cluster.events,
              failures: formats.count(cluster.failures),
              share: formats.share(cluster.events > 0 ? cluster.failures / cluster.events : 0),
            },
          })}
          {props.isOutside && (
            <div style={{ color: euiTheme.colors.accentText }}>
              {i18n.translate('cloudtrail.geoAccess.cardOutside', {
                defaultMessage: 'Outside the home countries',
              })}
            </div>
          )}
          {cluster.city_count === 0 && (
            <div>
              {i18n.translate('cloudtrail.geoAccess.cardCountryOnly', {
                defaultMessage: 'Only the country is known',
              })}
            </div>
          )}
        </EuiText>
        {cluster.users.length > 0 && (
          <EuiText size="xs" color="subdued" style={{ overflowWrap: 'anywhere' }}>
            {listed(cluster.users, cluster.user_count, words)}
          </EuiText>
        )}
        {isOpen && (
          <div style={{ display: 'flex', flexWrap: 'wrap', marginTop: 4 }}>
            <EuiButtonEmpty
              size="xs"
              iconType="plusInCircle"
              buttonRef={first}
              onClick={() => props.onFilter(false)}
              data-test-subj="cloudtrailGeoFilterFor"
            >
              <FormattedMessage id="cloudtrail.geoAccess.filterFor" defaultMessage="Filter for" />
            </EuiButtonEmpty>
            <EuiButtonEmpty
              size="xs"
              iconType="minusInCircle"
              onClick={() => props.onFilter(true)}
              data-test-subj="cloudtrailGeoFilterOut"
            >
              <FormattedMessage id="cloudtrail.geoAccess.filterOut" defaultMessage="Filter out" />
            </EuiButtonEmpty>
            <EuiButtonEmpty
              size="xs"
              iconType="magnifyWithPlus"
              onClick={props.onZoom}
              data-test-subj="cloudtrailGeoZoomTo"
            >
              <FormattedMessage id="cloudtrail.geoAccess.zoomTo" defaultMessage="Zoom in" />
            </EuiButtonEmpty>
          </div>
        )}
      </EuiPanel>
    </div>
  );
}
