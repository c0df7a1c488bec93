/** What can't be done with a source that kibana.yml declares, or not yet. */
import { SourceError } from '../errors';
import { isDeclaredKey } from './declared_source';
import type { KeyGranter } from './lend_write_key';
import type { StoredSource } from './source_repository';

type Named = Pick<StoredSource, 'config'>;

/** True while nobody has lent a declared source a key. With Elasticsearch security off it needs none. */
export function lacksWriteKey({ config }: Named): boolean {
  return config.settings_key !== undefined && config.write_key === undefined;
}

/** Throws SourceError `needs_authorisation`. */
export async function requireWriteKey(
  source: Named,
  keys: Pick<KeyGranter<never>, 'isNeeded'>,
): Promise<void> {
  if (!lacksWriteKey(source) || !(await keys.isNeeded())) return;
  const { name, namespace, settings_key: key } = source.config;
  throw new SourceError(
    'needs_authorisation',
    `The source "${name}" is declared in kibana.yml and has no key to write with, so nothing is fetched. Somebody who may write cloudtrail-events-${namespace}-* authorises it (the button here, or POST …/_renew_key), or a key is put into Kibana's keystore as cloudtrail.sources.${key}.write_key and Kibana restarted.`,
  );
}

/** Throws SourceError `source_declared` unless the source was made in the app or by the API. */
export function requireOwn({ config: { name, settings_key: key } }: Named): void {
  if (key === undefined) return;
  throw new SourceError(
    'source_declared',
    `The source "${name}" is declared in kibana.yml. Change or remove cloudtrail.sources.${key} there, on every Kibana, and restart Kibana.`,
  );
}

/** Throws SourceError `source_declared` where the write key comes from kibana.yml, too. */
export function requireLentKey({ config: { name, settings_key: key, write_key: writeKey } }: Named): void {
  if (key === undefined || !isDeclaredKey(writeKey)) return;
  throw new SourceError(
    'source_declared',
    `The write key of source "${name}" comes from Kibana's settings. Change cloudtrail.sources.${key}.write_key in Kibana's keystore, on every Kibana, and restart Kibana.`,
  );
}
