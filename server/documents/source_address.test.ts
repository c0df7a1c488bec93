import { describe, expect, it } from 'vitest';
import type { GeoLookup } from '../geo/geo_lookup';
import { sourceOf } from './source_address';

const asked: string[] = [];
/** Knows one place only. */
const geo: GeoLookup = {
  lookup(ip) {
    asked.push(ip);
    return ip === '81.2.69.142'
      ? { geo: { country_iso_code: 'GB', location: { lat: 51.5, lon: -0.1 } }, precision: 'country' }
      : undefined;
  },
  available: true,
  attributions: [],
};
const of = (sourceIPAddress: unknown, lookup = geo) => {
  const { json, ...fields } = sourceOf({ sourceIPAddress }, lookup);
  const { source, sourceType, geoPrecision } = fields;
  expect(JSON.parse(`{"":0${json.source}${json.relatedIp}${json.own}}`)).toEqual({
    '': 0,
    source,
    ip: source?.ip === undefined ? undefined : [source.ip],
    source_type: sourceType,
    geo_precision: geoPrecision,
  });
  return fields;
};

describe('sourceOf', () => {
  it('gives address, ip and place of an address that is known', () => {
    expect(of('81.2.69.142')).toEqual({
      source: {
        address: '81.2.69.142',
        ip: '81.2.69.142',
        geo: { country_iso_code: 'GB', location: { lat: 51.5, lon: -0.1 } },
      },
      sourceType: 'ip',
      geoPrecision: 'country',
    });
  });

  it('takes IPv6 for an address, in any way of writing it (pain 9)', () => {
    for (const address of ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '::1', '::ffff:192.0.2.1']) {
      expect(of(address)).toMatchObject({ source: { address, ip: address }, sourceType: 'ip' });
    }
  });

  it('names the network of an address where it is known, with a place or without', () => {
    const as = { number: 16_509, organization: { name: 'AMAZON-02' } };
    const fields = of('3.5.140.2', { ...geo, lookup: () => ({ as }) });
    expect(fields).toEqual({
      source: { address: '3.5.140.2', ip: '3.5.140.2', geo: undefined, as },
      sourceType: 'ip',
      geoPrecision: undefined,
    });
  });

  it('gives an address without a known place no place and no precision', () => {
    expect(of('10.0.0.1')).toEqual({
      source: { address: '10.0.0.1', ip: '10.0.0.1', geo: undefined },
      sourceType: 'ip',
      geoPrecision: undefined,
    });
  });

  it('keeps what is no address out of source.ip: zones, leading zeros, ports, ranges, names (pain 9)', () => {
    const before = asked.length;
    for (const address of [
      'fe80::1%eth0',
      '010.001.002.003',
      '10.0.0.1:443',
      '10.0.0.0/8',
      ' 10.0.0.1',
      '256.1.1.1',
      'host.example.org',
      '2001:db8:::1',
    ]) {
      expect(of(address)).toEqual({ source: { address }, sourceType: 'other', geoPrecision: undefined });
    }
    expect(asked.length).toBe(before);
  });

  it('knows AWS itself by "AWS Internal" and by the names of its services, and gives it no place (pain 9)', () => {
    for (const address of [
      'AWS Internal',
      'cloudtrail.amazonaws.com',
      'support.amazonaws.com',
      'ecs.application-autoscaling.amazonaws.com',
      'ec2.amazonaws.com.cn',
    ]) {
      expect(of(address)).toEqual({
        source: { address },
        sourceType: 'aws_service',
        geoPrecision: undefined,
      });
    }
  });

  it('is not misled by names that only hold a service’s', () => {
    for (const address of ['amazonaws.com.example.org', 'xamazonaws.com', 'http://s3.amazonaws.com'])
      expect(of(address).sourceType).toBe('other');
  });

  it('gives nothing where the record has no address', () => {
    const nothing = { source: undefined, sourceType: undefined, geoPrecision: undefined };
    for (const absent of [undefined, null, '', {}, ['10.0.0.1']]) expect(of(absent)).toEqual(nothing);
  });
});
