/** Saved objects of namespace-agnostic types, kept in a real Elasticsearch index, with Kibana's rules (contract 8.2). */
import { randomUUID } from 'node:crypto';
import { errors, type Client } from '@elastic/elasticsearch';
import type {
  FakeRequest,
  KibanaRequest,
  SavedObject,
  SavedObjectsClient,
  SavedObjectsType,
} from '../../server/kibana/contracts';
import { BoomError } from './boom';
import {
  assertUuid,
  EncryptionError,
  type AttributeEncryption,
  type Attributes,
} from './encrypted_attributes';

export const SAVED_OBJECTS_INDEX = '.kibana_standin';
/** Kibana's DEFAULT_RETRY_COUNT for an update without a version. */
const UPDATE_ATTEMPTS = 4;
const ROOT_FIELDS: ReadonlySet<string> = new Set(['type', 'updated_at']);

interface StoredDocument {
  readonly type: string;
  readonly attributes: Attributes;
  readonly updated_at: string;
}

const notFound = (type: string, id: string) => new BoomError(404, `Saved object [${type}/${id}] not found`);
const conflict = (type: string, id: string) => new BoomError(409, `Saved object [${type}/${id}] conflict`);

/** Elasticsearch's status, as Boom. */
function asBoom(error: unknown, type: string, id: string): unknown {
  if (!(error instanceof errors.ResponseError)) {
    return error instanceof errors.ElasticsearchClientError ? new BoomError(503, error.message) : error;
  }
  if (error.statusCode === 404) return notFound(type, id);
  if (error.statusCode === 409) return conflict(type, id);
  return new BoomError(error.statusCode ?? 500, error.message);
}

function encodeVersion(seqNo: number | undefined, primaryTerm: number | undefined): string {
  return Buffer.from(JSON.stringify([seqNo, primaryTerm])).toString('base64');
}

function decodeVersion(version: string): { if_seq_no: number; if_primary_term: number } {
  try {
    const [seqNo, primaryTerm] = JSON.parse(Buffer.from(version, 'base64').toString()) as [number, number];
    return { if_seq_no: seqNo, if_primary_term: primaryTerm };
  } catch {
    throw new BoomError(400, `Invalid version [${version}]`);
  }
}

function isFilledObject(value: unknown): value is Attributes {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/**
 * Kibana's merge on update: objects are merged all the way down (merge_for_update.js), so a key that an update leaves
 * out stays, inside nested objects too; arrays and empty objects replace.
 */
export function mergeAttributes(target: Attributes, update: Attributes): Attributes {
  const merged = { ...target };
  for (const [key, value] of Object.entries(update)) {
    if (value === undefined) continue;
    const before = merged[key];
    merged[key] = isFilledObject(value)
      ? mergeAttributes(isFilledObject(before) ? before : {}, value)
      : value;
  }
  return merged;
}

/** Says whether a request may do `operation` on a type; for the security extension. */
export type SavedObjectAuthorization = (
  request: KibanaRequest | FakeRequest,
  type: string,
  operation: string,
) => Promise<boolean>;

interface Repository {
  /** Hidden types that this client sees. */
  readonly hiddenTypes: readonly string[];
  readonly encrypts: boolean;
  authorize?(type: string, operation: string): Promise<boolean>;
}

export class SavedObjectsService {
  private readonly types = new Map<string, SavedObjectsType>();

  constructor(
    private readonly client: Client,
    private readonly encryption: AttributeEncryption,
    private readonly authorization: SavedObjectAuthorization,
  ) {}

  registerType(type: SavedObjectsType): void {
    if (this.types.has(type.name)) throw new Error(`Type '${type.name}' is already registered`);
    // single and multiple need spaces, which the stand-in does not have
    if (type.namespaceType !== 'agnostic') {
      throw new Error(`The stand-in host has no spaces: [${type.name}] must be of namespaceType agnostic`);
    }
    this.types.set(type.name, type);
  }

  /** Makes the index if it is not there. */
  async start(): Promise<void> {
    if (await this.client.indices.exists({ index: SAVED_OBJECTS_INDEX })) return;
    try {
      await this.client.indices.create({
        index: SAVED_OBJECTS_INDEX,
        // each write waits until it can be found, in Kibana for up to a second
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '50ms' },
        mappings: {
          dynamic: false,
          properties: {
            type: { type: 'keyword' },
            updated_at: { type: 'date' },
            // a keyword for each name: enough for sortField
            attributes: { type: 'flattened', ignore_above: 1024 },
          },
        },
      });
    } catch (error) {
      const exists =
        error instanceof errors.ResponseError && error.message.includes('resource_already_exists');
      if (!exists) throw error;
    }
  }

  getScopedClient(
    request: KibanaRequest | FakeRequest,
    options: {
      readonly includedHiddenTypes?: readonly string[];
      readonly excludedExtensions?: readonly string[];
    } = {},
  ): SavedObjectsClient {
    const secured = options.excludedExtensions?.includes('security') !== true;
    return this.repository({
      hiddenTypes: options.includedHiddenTypes ?? [],
      encrypts: options.excludedExtensions?.includes('encryptedSavedObjects') !== true,
      ...(secured
        ? { authorize: (type: string, operation: string) => this.authorization(request, type, operation) }
        : {}),
    });
  }

  /** No extensions: writes attributes as they come, also those that should be encrypted, and reads ciphertext. */
  createInternalRepository(hiddenTypes: readonly string[] = []): SavedObjectsClient {
    return this.repository({ hiddenTypes, encrypts: false });
  }

  /** Reads an object and decrypts it. Throws EncryptionError when the key or the bound attributes changed. */
  async getDecrypted<T>(type: string, id: string, hiddenTypes: readonly string[]): Promise<SavedObject<T>> {
    const object = await this.createInternalRepository(hiddenTypes).get<Attributes>(type, id);
    return { ...object, attributes: this.encryption.decrypt(type, id, object.attributes) as T };
  }

  isEncryptionError(error: unknown): boolean {
    return error instanceof EncryptionError;
  }

  private repository({ hiddenTypes, encrypts, authorize }: Repository): SavedObjectsClient {
    const visible = (type: string) => {
      const definition = this.types.get(type);
      return definition !== undefined && (!definition.hidden || hiddenTypes.includes(type));
    };
    const permit = async (type: string, operation: string) => {
      if (authorize !== undefined && !(await authorize(type, operation))) {
        throw new BoomError(403, `Unable to ${operation} ${type}`);
      }
    };
    const answered = <T>(type: string, attributes: Attributes) =>
      (encrypts ? this.encryption.strip(type, attributes) : attributes) as T;
    const read = async (type: string, id: string) => {
      if (!visible(type)) throw notFound(type, id);
      try {
        return await this.client.get<StoredDocument>({ index: SAVED_OBJECTS_INDEX, id: `${type}:${id}` });
      } catch (error) {
        throw asBoom(error, type, id);
      }
    };
    const write = async (
      type: string,
      id: string,
      attributes: Attributes,
      how: { op_type: 'create' } | { if_seq_no: number; if_primary_term: number } | Record<string, never>,
    ) => {
      const document: StoredDocument = { type, attributes, updated_at: new Date().toISOString() };
      try {
        const { _seq_no, _primary_term } = await this.client.index({
          index: SAVED_OBJECTS_INDEX,
          id: `${type}:${id}`,
          document,
          refresh: 'wait_for',
          ...how,
        });
        return { id, type, updated_at: document.updated_at, version: encodeVersion(_seq_no, _primary_term) };
      } catch (error) {
        throw asBoom(error, type, id);
      }
    };

    return {
      create: async <T>(
        type: string,
        attributes: T,
        options: { id?: string; overwrite?: boolean; version?: string } = {},
      ) => {
        const definition = this.types.get(type);
        if (definition === undefined || !visible(type)) {
          throw new BoomError(400, `Unsupported saved object type: '${type}': Bad Request`);
        }
        if (this.encryption.isRegistered(type) && options.id !== undefined) assertUuid(options.id);
        const id = options.id ?? randomUUID();
        await permit(type, 'create');
        const given = attributes as Attributes;
        const newest = Math.max(...Object.keys(definition.modelVersions).map(Number));
        const createSchema = definition.modelVersions[newest]?.schemas.create as
          { validate(value: unknown): unknown } | undefined;
        try {
          createSchema?.validate(given);
        } catch (error) {
          throw new BoomError(400, `${(error as Error).message}: Bad Request`);
        }
        const stored = encrypts ? this.encryption.encrypt(type, id, given) : given;
        const { overwrite = false, version } = options;
        const ifVersion = version === undefined ? {} : decodeVersion(version);
        const written = await write(type, id, stored, overwrite ? ifVersion : { op_type: 'create' });
        return { ...written, attributes: answered<T>(type, given) };
      },

      get: async <T>(type: string, id: string) => {
        if (visible(type)) await permit(type, 'get');
        const hit = await read(type, id);
        const { attributes, updated_at } = hit._source ?? { attributes: {}, updated_at: undefined };
        return {
          id,
          type,
          updated_at,
          version: encodeVersion(hit._seq_no, hit._primary_term),
          attributes: answered<T>(type, attributes),
        };
      },

      find: async <T>(options: { type: string; perPage?: number; page?: number; sortField?: string }) => {
        const { type, perPage = 20, page = 1, sortField } = options;
        const nothing = { page, per_page: perPage, total: 0, saved_objects: [] };
        if (!visible(type)) return nothing;
        const mapped = this.types.get(type)?.mappings.properties ?? {};
        if (sortField !== undefined && !(sortField in mapped) && !ROOT_FIELDS.has(sortField)) {
          throw new BoomError(400, `Unknown sort field ${sortField}`);
        }
        // without the right Kibana finds nothing, too
        if (authorize !== undefined && !(await authorize(type, 'find'))) return nothing;
        try {
          const found = await this.client.search<StoredDocument>({
            index: SAVED_OBJECTS_INDEX,
            from: (page - 1) * perPage,
            size: perPage,
            track_total_hits: true,
            seq_no_primary_term: true,
            query: { term: { type } },
            sort: sortField === undefined ? undefined : [sortOf(sortField)],
          });
          const { total, hits } = found.hits;
          return {
            ...nothing,
            total: typeof total === 'number' ? total : (total?.value ?? 0),
            saved_objects: hits.map((hit) => ({
              id: (hit._id ?? '').slice(type.length + 1),
              type,
              version: encodeVersion(hit._seq_no, hit._primary_term),
              updated_at: hit._source?.updated_at,
              attributes: answered<T>(type, hit._source?.attributes ?? {}),
            })),
          };
        } catch (error) {
          throw asBoom(error, type, '');
        }
      },

      update: async <T>(
        type: string,
        id: string,
        attributes: Partial<T>,
        options: { version?: string } = {},
      ) => {
        if (visible(type)) await permit(type, 'update');
        for (let attempt = 1; ; attempt++) {
          const hit = await read(type, id);
          const given = attributes as Attributes;
          // what binds the ciphertext (AAD) is taken from the update's body alone
          const update = encrypts ? this.encryption.encrypt(type, id, given) : given;
          const version = options.version ?? encodeVersion(hit._seq_no, hit._primary_term);
          try {
            const merged = mergeAttributes(hit._source?.attributes ?? {}, update);
            const written = await write(type, id, merged, decodeVersion(version));
            return { ...written, attributes: answered<Partial<T>>(type, given) };
          } catch (error) {
            const isConflict = error instanceof BoomError && error.output.statusCode === 409;
            if (!isConflict || options.version !== undefined || attempt >= UPDATE_ATTEMPTS) throw error;
          }
        }
      },

      delete: async (type: string, id: string) => {
        if (!visible(type)) throw notFound(type, id);
        await permit(type, 'delete');
        try {
          await this.client.delete({ index: SAVED_OBJECTS_INDEX, id: `${type}:${id}`, refresh: 'wait_for' });
          return {};
        } catch (error) {
          throw asBoom(error, type, id);
        }
      },
    };
  }
}

function sortOf(field: string): Record<string, 'asc'> {
  return { [ROOT_FIELDS.has(field) ? field : `attributes.${field}`]: 'asc' };
}
