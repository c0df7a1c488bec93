/** The port through which documents learn where an address is, and whose. */

/** ECS `source.geo`. Field names are ECS's. */
export interface GeoFields {
  readonly continent_name?: string;
  readonly country_iso_code?: string;
  readonly country_name?: string;
  readonly region_iso_code?: string;
  readonly region_name?: string;
  readonly city_name?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
}

/** ECS `source.as`. */
export interface AsFields {
  readonly number: number;
  readonly organization?: { readonly name: string };
}

/** At least one of `geo` and `as`. */
export interface GeoResult {
  readonly geo?: GeoFields;
  /** Given with `geo`. `country`: `location` is a point of the country, not of the caller. */
  readonly precision?: 'city' | 'country';
  /** Only with a database of autonomous systems. */
  readonly as?: AsFields;
}

export interface GeoLookup {
  /** Place and network of a valid IPv4 or IPv6 address; undefined when neither is known (private, reserved, not in the databases). */
  lookup(ip: string): GeoResult | undefined;
  /** False when no database of places could be opened: documents then go without a place. */
  readonly available: boolean;
  /** What the databases ask to be said beside results, as text with a link; empty when they ask nothing. */
  readonly attributions: readonly { readonly text: string; readonly url: string }[];
}
