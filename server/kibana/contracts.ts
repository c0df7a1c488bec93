/**
 * Those parts of Kibana's server contracts that this plugin uses, declared narrowly by ourselves: Kibana publishes no
 * types on npm. Holds for Kibana 8.12 to 9.x unless a member says otherwise; tried on 8.12.2.
 */
import type { Client } from '@elastic/elasticsearch';

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
  get(...context: string[]): Logger;
}

export interface PluginInitializerContext {
  readonly logger: Logger;
  readonly config: { get<T>(): T };
  readonly env: { readonly packageInfo: { readonly version: string } };
}

/** Kibana's request; only handed on, except for its headers and whether the client left. */
export interface KibanaRequest<P = unknown, Q = unknown, B = unknown> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly events?: {
    /** Emits when the client left before the answer had ended (tried on 8.12.2). */
    readonly aborted$: { subscribe(next: () => void): unknown };
  };
}

/** What asScoped and getScopedClient accept in place of a request. */
export interface FakeRequest {
  readonly headers: Readonly<Record<string, string>>;
}

export interface KibanaResponse {
  readonly status: number;
}

export interface KibanaResponseFactory {
  ok(options?: { body?: unknown; headers?: Readonly<Record<string, string>> }): KibanaResponse;
  customError(options: {
    statusCode: number;
    body: { message: string; attributes?: Readonly<Record<string, unknown>> };
  }): KibanaResponse;
}

export interface ScopedClusterClient {
  readonly asCurrentUser: Client;
  readonly asInternalUser: Client;
}

export interface RequestHandlerContext {
  readonly core: Promise<{
    readonly elasticsearch: { readonly client: ScopedClusterClient };
    readonly savedObjects: RequestSavedObjects;
  }>;
}

/** Saved objects in the space and with the rights of a request. */
export interface RequestSavedObjects {
  readonly client: Pick<SavedObjectsClient, 'find'>;
  getImporter(client: Pick<SavedObjectsClient, 'find'>): {
    /** `readStream` gives objects; one without `attributes` makes 8.12 wait for ever. */
    import(options: {
      readonly readStream: NodeJS.ReadableStream;
      readonly overwrite: boolean;
      readonly createNewCopies: boolean;
    }): Promise<ImportResponse>;
  };
}
export interface ImportResponse {
  readonly success: boolean;
  readonly successResults?: readonly {
    readonly type: string;
    /** In the file. */
    readonly id: string;
    /** In the space, where another. */
    readonly destinationId?: string;
  }[];
  readonly errors?: readonly {
    readonly type: string;
    readonly id: string;
    /** `conflict`, `missing_references` … */
    readonly error: { readonly type: string };
  }[];
}

export type ValidationResult<T> = { readonly value: T } | { readonly error: unknown };
export interface ValidationResolver {
  ok<T>(value: T): { value: T };
  badRequest(message: string, path?: string[]): { error: unknown };
}
/** Kibana's "validation function": it may transform. An absent body arrives as null. */
export type ValidationFunction<T> = (value: unknown, resolver: ValidationResolver) => ValidationResult<T>;

export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface RouteConfig<P, Q, B> {
  readonly path: string;
  readonly validate: {
    readonly params?: ValidationFunction<P>;
    readonly query?: ValidationFunction<Q>;
    readonly body?: ValidationFunction<B>;
  };
  /** 8.x: the tags decide (`access:<privilege>`). */
  readonly options?: {
    readonly tags?: readonly string[];
    readonly access?: 'public' | 'internal';
    readonly body?: { readonly maxBytes?: number };
  };
  /** 9.x: `security.authz` decides; 8.12 neither refuses nor honours it. */
  readonly security?: { readonly authz: { readonly requiredPrivileges: readonly string[] } };
}
export type RequestHandler<P, Q, B> = (
  context: RequestHandlerContext,
  request: KibanaRequest<P, Q, B>,
  response: KibanaResponseFactory,
) => Promise<KibanaResponse>;

/** A public route by Kibana's own way of versions: the header `elastic-api-version`. Tried on 8.12.2; read in 9.x. */
export interface VersionedRouteConfig extends Pick<
  RouteConfig<never, never, never>,
  'path' | 'options' | 'security'
> {
  readonly access: 'public' | 'internal';
  /** 9.x shows it in its own description of its API. */
  readonly summary?: string;
}
export interface VersionedRoute {
  addVersion<P, Q, B>(
    version: {
      /** A day, and outside of production Kibana takes no other than 2023-10-31. */
      readonly version: string;
      readonly validate: { readonly request: RouteConfig<P, Q, B>['validate'] };
    },
    handler: RequestHandler<P, Q, B>,
  ): unknown;
}
type RegisterVersioned = (config: VersionedRouteConfig) => VersionedRoute;

export interface Router {
  readonly versioned: Readonly<Record<RouteMethod, RegisterVersioned>>;
  get<P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void;
  post<P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void;
  put<P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void;
  patch<P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void;
  delete<P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void;
}

export interface SavedObject<T> {
  readonly id: string;
  readonly type: string;
  readonly attributes: T;
  readonly version?: string;
  /** The id that it was first imported under, where that was taken in another space. */
  readonly originId?: string;
  readonly error?: { readonly message: string; readonly statusCode: number };
}
export interface SavedObjectsClient {
  create<T>(
    type: string,
    attributes: T,
    options?: { id?: string; overwrite?: boolean; version?: string },
  ): Promise<SavedObject<T>>;
  get<T>(type: string, id: string): Promise<SavedObject<T>>;
  find<T>(options: {
    type: string | readonly string[];
    perPage?: number;
    page?: number;
    sortField?: string;
    /** In Elasticsearch's simple query string syntax, over `rootSearchFields`. */
    search?: string;
    rootSearchFields?: readonly string[];
    fields?: readonly string[];
  }): Promise<{
    readonly total: number;
    readonly saved_objects: readonly SavedObject<T>[];
  }>;
  update<T>(
    type: string,
    id: string,
    attributes: Partial<T>,
    options?: { version?: string },
  ): Promise<unknown>;
  delete(type: string, id: string): Promise<unknown>;
}

export interface SavedObjectsType {
  readonly name: string;
  readonly hidden: boolean;
  readonly namespaceType: 'agnostic' | 'single' | 'multiple' | 'multiple-isolated';
  readonly mappings: { readonly dynamic: false; readonly properties: Readonly<Record<string, unknown>> };
  readonly modelVersions: Readonly<
    Record<
      number,
      {
        readonly changes: readonly unknown[];
        /** Made with the host's @kbn/config-schema. */
        readonly schemas: { readonly create: unknown; readonly forwardCompatibility: unknown };
      }
    >
  >;
}

export interface CoreSetup {
  readonly http: { createRouter(): Router };
  readonly savedObjects: { registerType(type: SavedObjectsType): void };
  getStartServices(): Promise<[CoreStart, PluginsStart, unknown]>;
}

export interface CoreStart {
  readonly elasticsearch: {
    readonly client: {
      readonly asInternalUser: Client;
      asScoped(request: KibanaRequest | FakeRequest): ScopedClusterClient;
    };
  };
  readonly savedObjects: {
    /** Only this client encrypts on writing (with `includedHiddenTypes`); the internal repository stores secrets in the clear. */
    getScopedClient(
      request: KibanaRequest | FakeRequest,
      options: { includedHiddenTypes: string[]; excludedExtensions?: string[] },
    ): SavedObjectsClient;
    /** Safe for attributes that are neither encrypted nor authenticated. */
    createInternalRepository(hiddenTypes: string[]): SavedObjectsClient;
  };
}

// ---------------------------------------------------------------- features

/** A rule type, and for whom: its id alone up to 8.17, where the feature's own id is the consumer. */
export type AlertingEntry = string | { readonly ruleTypeId: string; readonly consumers: readonly string[] };

export interface FeaturePrivilege {
  readonly app: readonly string[];
  readonly api: readonly string[];
  readonly savedObject: { readonly all: readonly string[]; readonly read: readonly string[] };
  readonly ui: readonly string[];
  readonly alerting?: {
    readonly rule: { readonly all?: readonly AlertingEntry[]; readonly read?: readonly AlertingEntry[] };
    readonly alert: { readonly all?: readonly AlertingEntry[]; readonly read?: readonly AlertingEntry[] };
  };
  /** Kibana's roles then take it for all spaces only; the base privilege of one space holds it all the same. */
  readonly requireAllSpaces?: boolean;
}
export interface FeaturesSetup {
  registerKibanaFeature(feature: {
    readonly id: string;
    readonly name: string;
    readonly category: {
      readonly id: string;
      readonly label: string;
      readonly order?: number;
      readonly euiIconType?: string;
    };
    readonly order?: number;
    readonly app: readonly string[];
    readonly alerting?: readonly AlertingEntry[];
    readonly privileges: { readonly all: FeaturePrivilege; readonly read: FeaturePrivilege };
  }): void;
}

// ---------------------------------------------------------------- task manager

export interface TaskInstance {
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}
export interface TaskRunResult {
  readonly state: Readonly<Record<string, unknown>>;
  /** When to run next, in place of the schedule. */
  readonly runAt?: Date;
}
/** Unknown keys in a definition make Task Manager drop all definitions of that call (8.12). */
export interface TaskDefinition {
  readonly title: string;
  readonly description?: string;
  /** As `90s`. After it `cancel` is called, and the next run may begin beside a run that goes on. */
  readonly timeout: string;
  createTaskRunner(context: { readonly taskInstance: TaskInstance }): {
    run(): Promise<TaskRunResult>;
    cancel(): Promise<void>;
  };
}
export interface TaskManagerSetup {
  registerTaskDefinitions(definitions: Readonly<Record<string, TaskDefinition>>): void;
}
export interface TaskManagerStart {
  ensureScheduled(task: {
    readonly id: string;
    readonly taskType: string;
    readonly schedule: { readonly interval: string };
    readonly params: Readonly<Record<string, unknown>>;
    readonly state: Readonly<Record<string, unknown>>;
    readonly scope?: readonly string[];
  }): Promise<unknown>;
  /** Rejects with a plain Error that says `currently running`, and with a 404 when there is no such task. */
  runSoon(id: string): Promise<unknown>;
  removeIfExists(id: string): Promise<void>;
}

// ---------------------------------------------------------------- encrypted saved objects, security

export interface EncryptedSavedObjectsSetup {
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  registerType(registration: {
    readonly type: string;
    readonly attributesToEncrypt: ReadonlySet<string>;
    readonly attributesToExcludeFromAAD: ReadonlySet<string>;
  }): void;
}
export interface EncryptedSavedObjectsStart {
  isEncryptionError(error: Error): boolean;
  getClient(options: { includedHiddenTypes: string[] }): {
    getDecryptedAsInternalUser<T>(type: string, id: string): Promise<SavedObject<T>>;
  };
}

export interface GrantedApiKey {
  readonly id: string;
  readonly name: string;
  readonly api_key: string;
  /** Since Elasticsearch 7.16: base64 of `id:api_key`. */
  readonly encoded?: string;
}
export interface SecurityStart {
  readonly authc: {
    getCurrentUser(request: KibanaRequest): { readonly username: string } | null;
    readonly apiKeys: {
      areAPIKeysEnabled(): Promise<boolean>;
      /** Succeeds for everyone, also for a user without rights; refuses a request that itself uses an API key. */
      grantAsInternalUser(
        request: KibanaRequest,
        parameters: {
          readonly name: string;
          readonly role_descriptors: Readonly<Record<string, unknown>>;
          readonly metadata?: Readonly<Record<string, unknown>>;
        },
      ): Promise<GrantedApiKey | null>;
      invalidateAsInternalUser(parameters: { readonly ids: readonly string[] }): Promise<unknown>;
    };
  };
  /** Read in Kibana's repository (8.12 to 9.x), not tried. */
  readonly authz: {
    /** False where Elasticsearch has no security: then everybody may do everything. */
    readonly mode: { useRbacForRequest(request: KibanaRequest): boolean };
    readonly actions: { readonly api: { get(privilege: string): string } };
    checkPrivilegesWithRequest(request: KibanaRequest): {
      /** In all spaces, those to come included. */
      globally(privileges: { readonly kibana: string[] }): Promise<{ readonly hasAllRequested: boolean }>;
    };
  };
}

export interface PluginsSetup {
  readonly features: FeaturesSetup;
  readonly taskManager: TaskManagerSetup;
  readonly encryptedSavedObjects: EncryptedSavedObjectsSetup;
}
export interface PluginsStart {
  readonly taskManager: TaskManagerStart;
  readonly encryptedSavedObjects: EncryptedSavedObjectsStart;
  /** Absent where Kibana's security plugin is switched off. */
  readonly security?: SecurityStart;
}
