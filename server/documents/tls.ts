/** How the connection was encrypted: ECS `tls.*` and `aws.cloudtrail.tls_details.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import { member } from './json_members';
import { somePresent } from './present';
import { rememberByValue } from './remembered';

/** Written where tlsDetails was filled with its own field names; nothing of it is true then. */
const PLACEHOLDER = 'tlsVersion';

export interface TlsFields {
  readonly tls: JsonObject | undefined;
  /** For `aws.cloudtrail.tls_details`. */
  readonly details: JsonObject | undefined;
  /** The host that the caller asked for. */
  readonly serverName: string | undefined;
  /** The same as members of the document, written once for all such connections. */
  readonly json: { readonly tls: string; readonly details: string };
}

/** `TLSv1.3` becomes protocol `tls` and version `1.3`; without a `v` all of it is the version. */
export function tlsOf(record: JsonObject): TlsFields {
  return remembered(objectAt(record['tlsDetails']));
}

/** Hosts of services, with their ciphers. */
const REMEMBERED = 1000;
const remembered = rememberByValue(
  ({ clientProvidedHostHeader }) => textAt(clientProvidedHostHeader) ?? '',
  (tlsDetails) => {
    const fields = readTls(tlsDetails);
    const json = { tls: member('tls', fields.tls), details: member('tls_details', fields.details) };
    return { ...fields, json };
  },
  REMEMBERED,
);

function readTls(tlsDetails: JsonObject): Omit<TlsFields, 'json'> {
  const written = textAt(tlsDetails['tlsVersion']);
  if (written === PLACEHOLDER) return { tls: undefined, details: undefined, serverName: undefined };
  const at = written?.indexOf('v') ?? -1;
  const serverName = textAt(tlsDetails['clientProvidedHostHeader']);
  return {
    tls: somePresent({
      version: at < 0 ? written : written?.slice(at + 1),
      version_protocol: at < 0 ? undefined : written?.slice(0, at).toLowerCase(),
      cipher: textAt(tlsDetails['cipherSuite']),
      client: somePresent({ server_name: serverName }),
    }),
    details: somePresent({ key_exchange: textAt(tlsDetails['keyExchange']) }),
    serverName,
  };
}
