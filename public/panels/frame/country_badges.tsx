/** Countries as badges that filter; those beyond the first are counted. */
import { EuiBadge, EuiText } from '@elastic/eui';
import React from 'react';
import { WithFilters, filterForLabel } from './filter_link';
import { usePanelContext } from './panel_context';

export function CountryBadges({ countries, most }: { countries: readonly string[]; most: number }) {
  const { formats, filterFor, filterOut } = usePanelContext();
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
      {countries.slice(0, most).map((country) => (
        <WithFilters
          key={country}
          label={formats.country(country)}
          onFilterOut={() => filterOut('source.geo.country_iso_code', country)}
        >
          <EuiBadge
            color="hollow"
            title={formats.country(country)}
            onClick={() => filterFor('source.geo.country_iso_code', country)}
            // what is seen comes first, and not in parentheses: it is what voice control is told to press
            onClickAriaLabel={filterForLabel(`${country}, ${formats.country(country)}`)}
          >
            {country}
          </EuiBadge>
        </WithFilters>
      ))}
      {countries.length > most && (
        <EuiText size="xs" color="subdued" title={countries.map(formats.country).join(', ')}>
          +{formats.count(countries.length - most)}
        </EuiText>
      )}
    </span>
  );
}
