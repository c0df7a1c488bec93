/** Whose geo data placed the events, as its licence asks. */
import { EuiLink, EuiText } from '@elastic/eui';
import React from 'react';
import type { GeoAccess } from '../../../common/panels';

export function Attributions({ attributions }: Pick<GeoAccess, 'attributions'>) {
  if (attributions.length === 0) return null;
  return (
    <EuiText size="xs" style={{ marginTop: 8 }} data-test-subj="cloudtrailGeoAttributions">
      {attributions.map(({ text, url }, index) => (
        <span key={url}>
          {index > 0 && ' · '}
          <EuiLink
            href={url}
            target="_blank"
            rel="noopener"
            color="subdued"
            external={false}
            style={{ fontWeight: 'inherit' }}
          >
            {text}
          </EuiLink>
        </span>
      ))}
    </EuiText>
  );
}
