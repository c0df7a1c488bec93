/** Where a call came from: the address, and its place where one is known. */
import { EuiText } from '@elastic/eui';
import React from 'react';
import { FilterLink } from './filter_link';

interface OriginProps {
  readonly address: string;
  readonly country: string;
  readonly city?: string;
}

export function Origin({ address, country, city = '' }: OriginProps) {
  return (
    <div style={{ minWidth: 116, overflowWrap: 'anywhere' }}>
      <FilterLink field="source.address" value={address} />
      {country !== '' && (
        <EuiText size="xs" color="subdued">
          {city !== '' && `${city}, `}
          <FilterLink field="source.geo.country_name" value={country} />
        </EuiText>
      )}
    </div>
  );
}
