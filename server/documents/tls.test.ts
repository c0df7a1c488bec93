import { describe, expect, it } from 'vitest';
import { tlsOf } from './tls';

const of = (tlsDetails: unknown) => {
  const { json, ...fields } = tlsOf({ tlsDetails });
  expect(JSON.parse(`{"":0${json.tls}${json.details}}`)).toEqual({
    '': 0,
    tls: fields.tls,
    tls_details: fields.details,
  });
  return fields;
};
const NOTHING = { tls: undefined, details: undefined, serverName: undefined };

describe('tlsOf', () => {
  it('splits the version, and names cipher, host and key exchange', () => {
    expect(
      of({
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: 'sts.eu-west-1.amazonaws.com',
        keyExchange: 'X25519MLKEM768',
      }),
    ).toEqual({
      tls: {
        version: '1.3',
        version_protocol: 'tls',
        cipher: 'TLS_AES_128_GCM_SHA256',
        client: { server_name: 'sts.eu-west-1.amazonaws.com' },
      },
      details: { key_exchange: 'X25519MLKEM768' },
      serverName: 'sts.eu-west-1.amazonaws.com',
    });
  });

  it('takes a version without a "v" as a whole', () => {
    expect(of({ tlsVersion: '1.2' }).tls).toEqual({ version: '1.2' });
  });

  it('keeps the host where nothing else is known', () => {
    expect(of({ tlsVersion: '-', clientProvidedHostHeader: 'a.example.org' }).tls).toEqual({
      client: { server_name: 'a.example.org' },
    });
  });

  it('leaves out what was filled with its own field names', () => {
    expect(
      of({
        tlsVersion: 'tlsVersion',
        cipherSuite: 'cipherSuite',
        keyExchange: 'x',
        clientProvidedHostHeader: 'h',
      }),
    ).toEqual(NOTHING);
  });

  it('gives nothing where the record has none, or something else', () => {
    for (const odd of [undefined, null, 'TLSv1.3', [], {}, { tlsVersion: { a: 1 } }])
      expect(of(odd)).toEqual(NOTHING);
  });
});
