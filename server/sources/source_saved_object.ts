/** A source as Kibana keeps it: one hidden, encrypted saved object, the same in all spaces. */
import { schema } from '@kbn/config-schema';
import { SOURCE_SAVED_OBJECT_TYPE } from '../../common/ids';
import type { SourceConfig, SourceSecrets, SourceStatusAttributes } from '../../common/sources';
import { sourceConfigSchema, sourceSecretsSchema, sourceStatusAttributesSchema } from '../../common/sources';
import { SourceError } from '../errors';
import type {
  CoreStart,
  EncryptedSavedObjectsStart,
  KibanaRequest,
  PluginsSetup,
  CoreSetup,
  SavedObject,
} from '../kibana/contracts';
import type { SourceRepository, StoredSource } from './source_repository';

/**
 * Nothing is authenticated beside the secrets (all else is excluded): so `config` and `status` can change alone, and a
 * new attribute would not make old secrets unreadable.
 */
interface SourceAttributes {
  readonly config: SourceConfig;
  readonly status: SourceStatusAttributes;
  readonly secrets: SourceSecrets;
}

const TYPE = SOURCE_SAVED_OBJECT_TYPE;
const MAX_SOURCES = 1000;

export function registerSourceType(core: CoreSetup, { encryptedSavedObjects }: PluginsSetup): void {
  const attributes = { config: schema.any(), status: schema.any(), secrets: schema.any() };
  core.savedObjects.registerType({
    name: TYPE,
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
    type: TYPE,
    attributesToEncrypt: new Set(['secrets']),
    attributesToExcludeFromAAD: new Set(['config', 'status']),
  });
}

/** The repository over Kibana's saved objects. Secrets are written by a client that encrypts, and by no other. */
export function createSourceRepository(
  core: CoreStart,
  encryptedSavedObjects: EncryptedSavedObjectsStart,
): SourceRepository<KibanaRequest> {
  const internal = core.savedObjects.createInternalRepository([TYPE]);
  return {
    async create(request, config, secrets) {
      // without the security extension the route's privilege decides; the encryption extension stays
      const client = core.savedObjects.getScopedClient(request, {
        includedHiddenTypes: [TYPE],
        excludedExtensions: ['security'],
      });
      const created = await client.create<SourceAttributes>(TYPE, {
        config: sourceConfigSchema.parse(config),
        status: { problem: null, asked_at: null },
        secrets: sourceSecretsSchema.parse(secrets),
      });
      return { id: created.id, config, status: { problem: null, asked_at: null } };
    },
    async list() {
      const found = await internal.find<SourceAttributes>({ type: TYPE, perPage: MAX_SOURCES });
      return found.saved_objects.map(toStored);
    },
    async get(id) {
      try {
        return toStored(await internal.get<SourceAttributes>(TYPE, id));
      } catch (error) {
        throw isNotFound(error) ? notFound(id) : error;
      }
    },
    async readSecrets(id) {
      try {
        const client = encryptedSavedObjects.getClient({ includedHiddenTypes: [TYPE] });
        const { attributes } = await client.getDecryptedAsInternalUser<SourceAttributes>(TYPE, id);
        return sourceSecretsSchema.parse(attributes.secrets);
      } catch (error) {
        if (isNotFound(error)) throw notFound(id);
        if (!(error instanceof Error) || !encryptedSavedObjects.isEncryptionError(error)) throw error;
        throw new SourceError(
          'secrets_unreadable',
          "The source's secrets can't be decrypted: Kibana's xpack.encryptedSavedObjects.encryptionKey has changed. Set the former key, or delete the source and create it again; events are kept and not doubled.",
        );
      }
    },
    async updateConfig(id, config) {
      await internal.update<SourceAttributes>(TYPE, id, { config: sourceConfigSchema.parse(config) });
    },
    async updateStatus(id, status) {
      await internal.update<SourceAttributes>(TYPE, id, {
        status: sourceStatusAttributesSchema.parse(status),
      });
    },
    async delete(id) {
      try {
        await internal.delete(TYPE, id);
      } catch (error) {
        throw isNotFound(error) ? notFound(id) : error;
      }
    },
  };
}

function toStored({ id, attributes }: SavedObject<SourceAttributes>): StoredSource {
  return {
    id,
    config: sourceConfigSchema.parse(attributes.config),
    status: sourceStatusAttributesSchema.parse(attributes.status),
  };
}

function isNotFound(error: unknown): boolean {
  return (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode === 404;
}

function notFound(id: string): SourceError {
  return new SourceError('source_not_found', `There is no source ${id}.`);
}
