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
  const place = [city, country].filter((part) => part !== '').join(', ');
  return (
    <div style={{ minWidth: 116, overflowWrap: 'anywhere' }}>
      <FilterLink field="source.address" value={address} />
      {place !== '' && (
        <EuiText size="xs" color="subdued">
          {place}
        </EuiText>
      )}
    </div>
  );
}
