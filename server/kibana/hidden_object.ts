/** What our saved objects have in common: hidden, encrypted, the same in all spaces. */
import { schema } from '@kbn/config-schema';
import type { CoreSetup, CoreStart, KibanaRequest, PluginsSetup, SavedObjectsClient } from './contracts';

/** The attributes of a type by whether Kibana encrypts them. */
export interface HiddenType {
  readonly name: string;
  readonly encrypted: readonly string[];
  readonly plain: readonly string[];
}

/**
 * Registers the type. Nothing is authenticated beside what is encrypted: so the plain attributes can change alone, and a new
 * one would not make old secrets unreadable. Schemas are checked by whoever reads and writes.
 */
export function registerHiddenType(
  core: CoreSetup,
  { encryptedSavedObjects }: PluginsSetup,
  { name, encrypted, plain }: HiddenType,
): void {
  const attributes = Object.fromEntries(
    [...plain, ...encrypted].map((attribute) => [attribute, schema.any()]),
  );
  core.savedObjects.registerType({
    name,
    hidden: true,
    namespaceType: 'agnostic',
    mappings: { dynamic: false, properties: {} },
    modelVersions: {
      1: {
        changes: [],
        schemas: {
          create: schema.object(attributes),
          forwardCompatibility: schema.object(attributes, { unknowns: 'ignore' }),
        },
      },
    },
  });
  encryptedSavedObjects.registerType({
    type: name,
    attributesToEncrypt: new Set(encrypted),
    attributesToExcludeFromAAD: new Set(plain),
  });
}

/** Writes objects of the type, encrypting them. Without the security extension: the route's privilege decides. */
export function encryptingClient(core: CoreStart, request: KibanaRequest, type: string): SavedObjectsClient {
  return core.savedObjects.getScopedClient(request, {
    includedHiddenTypes: [type],
    excludedExtensions: ['security', 'spaces'],
  });
}
