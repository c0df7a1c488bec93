/** A source as Kibana keeps it: one hidden, encrypted saved object, the same in all spaces. */
import { SOURCE_SAVED_OBJECT_TYPE } from '../../common/ids';
import type { SourceConfig, SourceSecrets, SourceStatusAttributes } from '../../common/sources';
import { sourceConfigSchema, sourceSecretsSchema, sourceStatusAttributesSchema } from '../../common/sources';
import { SourceError } from '../errors';
import type { CoreStart, EncryptedSavedObjectsStart, KibanaRequest, SavedObject } from '../kibana/contracts';
import type { HiddenType } from '../kibana/hidden_object';
import { encryptingClient } from '../kibana/hidden_object';
import { savedObjectStatus } from '../kibana/saved_object_status';
import type { SourceRepository, StoredSource } from './source_repository';

interface SourceAttributes {
  readonly config: SourceConfig;
  readonly status: StoredStatus;
  readonly secrets: SourceSecrets;
}

type StoredStatus = Omit<SourceStatusAttributes, 'paused_at'> & { readonly paused_at?: string | null };

interface Change<R> {
  readonly attributes?: Partial<SourceAttributes>;
  readonly result: R;
}

const TYPE = SOURCE_SAVED_OBJECT_TYPE;
const MAX_SOURCES = 1000;
/** Each slice notes what it met, and people pause and edit. */
const MAX_TRIES = 10;
const NEW_STATUS: SourceStatusAttributes = { problem: null, asked_at: null };

export const sourceType: HiddenType = { name: TYPE, encrypted: ['secrets'], plain: ['config', 'status'] };

/** The repository over Kibana's saved objects. Secrets are written by a client that encrypts, and by no other. */
export function createSourceRepository(
  core: CoreStart,
  encryptedSavedObjects: EncryptedSavedObjectsStart,
): SourceRepository<KibanaRequest> {
  const internal = core.savedObjects.createInternalRepository([TYPE]);
  const get = async (id: string): Promise<StoredSource> => {
    try {
      return toStored(await internal.get<SourceAttributes>(TYPE, id));
    } catch (error) {
      throw isNotFound(error) ? notFound(id) : error;
    }
  };
  /** Gives the result; writes nothing where there are no attributes. `change` is called again when somebody else was first. */
  const update = async <R>(id: string, change: (source: StoredSource) => Change<R>): Promise<R> => {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const source = await get(id);
      const { attributes, result } = change(source);
      if (attributes === undefined) return result;
      try {
        await internal.update<SourceAttributes>(TYPE, id, attributes, { version: source.version });
        return result;
      } catch (error) {
        if (isNotFound(error)) throw notFound(id);
        if (savedObjectStatus(error) !== 409) throw error;
      }
    }
    throw tooManyWriters(id);
  };
  return {
    async create(request, config, secrets, id) {
      const attributes = toAttributes(config, NEW_STATUS, secrets);
      try {
        const created = await encryptingClient(core, request, TYPE).create<SourceAttributes>(
          TYPE,
          attributes,
          { id },
        );
        return { id: created.id, config, status: NEW_STATUS, version: created.version };
      } catch (error) {
        throw savedObjectStatus(error) === 409 ? taken() : error;
      }
    },
    async replace(request, { id, config, status, version }, secrets) {
      const attributes = toAttributes(config, status, secrets);
      try {
        await encryptingClient(core, request, TYPE).create<SourceAttributes>(TYPE, attributes, {
          id,
          overwrite: true,
          version,
        });
        return true;
      } catch (error) {
        if (savedObjectStatus(error) === 409) return false;
        throw error;
      }
    },
    async list() {
      const found = await internal.find<SourceAttributes>({ type: TYPE, perPage: MAX_SOURCES });
      return found.saved_objects.map(toStored);
    },
    get,
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
          "The source's secrets can't be decrypted: Kibana's xpack.encryptedSavedObjects.encryptionKey has changed. Give the source its credentials anew (edit it), or set the former key again, in xpack.encryptedSavedObjects.keyRotation.decryptionOnlyKeys for example. Nothing is lost meanwhile.",
        );
      }
    },
    async updateConfig(id, change) {
      await update(id, ({ config }) => ({
        attributes: { config: sourceConfigSchema.parse(change(config)) },
        result: undefined,
      }));
    },
    async updateStatus(id, change) {
      return update(id, ({ status: before }) => {
        const after = change(before);
        const result = { before, after };
        if (after === before) return { result };
        const checked = sourceStatusAttributesSchema.parse(after);
        // an update leaves what it does not name as it was: null takes it away
        return { attributes: { status: { ...checked, paused_at: checked.paused_at ?? null } }, result };
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

function toAttributes(
  config: SourceConfig,
  status: SourceStatusAttributes,
  secrets: SourceSecrets,
): SourceAttributes {
  return {
    config: sourceConfigSchema.parse(config),
    status: sourceStatusAttributesSchema.parse(status),
    secrets: sourceSecretsSchema.parse(secrets),
  };
}

function toStored({ id, version, attributes }: SavedObject<SourceAttributes>): StoredSource {
  return {
    id,
    version,
    config: sourceConfigSchema.parse(attributes.config),
    status: sourceStatusAttributesSchema.parse(withoutNullPause(attributes.status)),
  };
}

function withoutNullPause({ paused_at: pausedAt, ...status }: StoredStatus): SourceStatusAttributes {
  return pausedAt === null || pausedAt === undefined ? status : { ...status, paused_at: pausedAt };
}

function isNotFound(error: unknown): boolean {
  return savedObjectStatus(error) === 404;
}

function taken(): SourceError {
  return new SourceError(
    'external_id_taken',
    'There is a source with this external id already, and each has its own. Take a new one (POST …/_external_id), and put it into the role’s trust policy.',
  );
}

function tooManyWriters(id: string): SourceError {
  return new SourceError('state_conflict', `Source ${id} is being changed by too many at once. Try again.`);
}

function notFound(id: string): SourceError {
  return new SourceError('source_not_found', `There is no source ${id}.`);
}
