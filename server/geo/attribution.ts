/** What a geo database's licence asks to be shown beside its results. Pure. */
import type { GeoLookup } from './geo_lookup';

type Attribution = GeoLookup['attributions'][number];

// The licence of DB-IP Lite asks for this link on pages that show results: https://db-ip.com/db/lite.php
const DB_IP: Attribution = { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' };
// https://dev.maxmind.com/geoip/geolite2-free-geolocation-data#license
const GEOLITE: Attribution = {
  text: 'This product includes GeoLite2 data created by MaxMind',
  url: 'https://www.maxmind.com',
};
// NRO_LICENSE of the bundled database: CC BY 4.0, attribution to nro.net
const NRO: Attribution = {
  text: 'Countries of IP addresses from data of the NRO',
  url: 'https://www.nro.net',
};

/** The bundled country database's. */
export const bundledAttribution = NRO;

/**
 * An administrator's database's, by file name and database type.
 * ip-location-db writes `city ipv4` or the like for the type whatever the data, so the file's name tells DB-IP from GeoLite2;
 * without either name the flat form is taken for DB-IP's, which asks for more.
 */
export function attributionOf({ name, type }: { name: string; type: string }): Attribution | undefined {
  if (/geolite/i.test(`${name} ${type}`)) return GEOLITE;
  if (/db-?ip/i.test(`${name} ${type}`) || /^(city|asn)( ipv[46])?$/.test(type)) return DB_IP;
  return undefined;
}
