/** The settings of this plugin in kibana.yml, below `cloudtrail.` */
import { schema } from '@kbn/config-schema';

const MEBIBYTE = 1024 * 1024;
const COUNTRY_CODE = /^[A-Z]{2}$/;

export const configSchema = schema.object({
  enabled: schema.boolean({ defaultValue: true }),
  /** ISO codes of the countries from which access is expected, as `DE`: the map makes everything else stand out. */
  homeCountries: schema.arrayOf(
    schema.string({
      validate: (code) => (COUNTRY_CODE.test(code) ? undefined : 'must be an ISO country code, as DE'),
    }),
    { defaultValue: [] },
  ),
  aws: schema.object({
    /** Origins of S3 servers other than AWS that a source may name, as `https://s3.example.org:9000`. */
    allowedEndpoints: schema.arrayOf(schema.string(), { defaultValue: [] }),
    /** Whether a source may use the AWS identity of Kibana's own machine. */
    allowServerIdentity: schema.boolean({ defaultValue: false }),
    /** The way to AWS where there is no direct one: `http://user:password@proxy.example.org:3128`. HTTPS_PROXY is not read. */
    proxyUrl: schema.maybe(
      schema.string({
        validate: (url) =>
          URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
            ? undefined
            : 'must be the address of a proxy, as http://proxy.example.org:3128',
      }),
    ),
  }),
  geo: schema.object({
    /** A city database (.mmdb), or a folder with one for IPv4 and one for IPv6. Without it countries only are known. */
    database: schema.maybe(schema.string({ minLength: 1 })),
    /** A database of autonomous systems (.mmdb), or such a folder. Without it `source.as` is absent. */
    asnDatabase: schema.maybe(schema.string({ minLength: 1 })),
  }),
  fetch: schema.object({
    /** Tasks that share the account × regions of one source. */
    slices: schema.number({ defaultValue: 2, min: 1, max: 16 }),
    /** Uncompressed bytes of one object; CloudTrail's own limit is 50 MB before compression, older ones were larger. */
    maxObjectBytes: schema.number({ defaultValue: 512 * MEBIBYTE, min: MEBIBYTE }),
    /** Uncompressed bytes of one record; CloudTrail's own limit is 256 KB, 1 MB where larger events are opted into. */
    maxRecordBytes: schema.number({ defaultValue: 2 * MEBIBYTE, min: 1024, max: 64 * MEBIBYTE }),
    /**
     * What the thread that fetches may hold in JavaScript objects; beyond it the thread is ended, not Kibana. V8 lets garbage
     * gather in proportion to it: with half as much the thread takes a tenth more of processor time, and no less memory.
     */
    maxHeapBytes: schema.number({ defaultValue: 1024 * MEBIBYTE, min: 64 * MEBIBYTE }),
  }),
  /** Sources that are declared here and not in the app: docs/kibana_yml.md. Looked at by `declaredSources`, which needs zod. */
  sources: schema.any({ defaultValue: {} }),
});

export interface CloudTrailConfig {
  readonly enabled: boolean;
  readonly homeCountries: readonly string[];
  readonly aws: {
    readonly allowedEndpoints: readonly string[];
    readonly allowServerIdentity: boolean;
    readonly proxyUrl?: string;
  };
  readonly geo: { readonly database?: string; readonly asnDatabase?: string };
  readonly fetch: {
    readonly slices: number;
    readonly maxObjectBytes: number;
    readonly maxRecordBytes: number;
    readonly maxHeapBytes: number;
  };
  /** For `declaredSources`. Holds secrets. */
  readonly sources: unknown;
}
