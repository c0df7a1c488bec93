/** What a database says of the network an address belongs to. Pure. */
import type { AsFields } from './geo_lookup';

/** 32 bits: https://www.rfc-editor.org/rfc/rfc6793 */
const LAST_AS_NUMBER = 2 ** 32 - 1;

/**
 * Reads the record of MaxMind's GeoLite2-ASN (https://dev.maxmind.com/geoip/docs/databases/asn), which DB-IP's and
 * ip-location-db's ASN databases share. Undefined where it names no autonomous system; 0 is none.
 */
export function readAs(record: unknown): AsFields | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const fields = record as Readonly<Record<string, unknown>>;
  const number = fields['autonomous_system_number'];
  const name = fields['autonomous_system_organization'];
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  if (number < 1 || number > LAST_AS_NUMBER) return undefined;
  return { number, ...(typeof name === 'string' && name !== '' && { organization: { name } }) };
}
