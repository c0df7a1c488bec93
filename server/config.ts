/** The settings of this plugin in kibana.yml, below `cloudtrail.` */
import { schema } from '@kbn/config-schema';

const MEBIBYTE = 1024 * 1024;

export const configSchema = schema.object({
  enabled: schema.boolean({ defaultValue: true }),
  aws: schema.object({
    /** Origins of S3 servers other than AWS that a source may name, as `https://s3.example.org:9000`. */
    allowedEndpoints: schema.arrayOf(schema.string(), { defaultValue: [] }),
    /** Whether a source may use the AWS identity of Kibana's own machine. */
    allowServerIdentity: schema.boolean({ defaultValue: false }),
  }),
  geo: schema.object({
    /** A city database (.mmdb), or a folder with one for IPv4 and one for IPv6. Without it countries only are known. */
    database: schema.maybe(schema.string({ minLength: 1 })),
  }),
  fetch: schema.object({
    /** Tasks that share the account × regions of one source. */
    slices: schema.number({ defaultValue: 2, min: 1, max: 16 }),
    /** Uncompressed bytes of one object; CloudTrail's own limit is 50 MB before compression, older ones were larger. */
    maxObjectBytes: schema.number({ defaultValue: 512 * MEBIBYTE, min: MEBIBYTE }),
    /** Uncompressed bytes of one record; CloudTrail's own limit is 256 KB, 1 MB where larger events are opted into. */
    maxRecordBytes: schema.number({ defaultValue: 2 * MEBIBYTE, min: 1024, max: 64 * MEBIBYTE }),
    /** What the thread that fetches may hold in JavaScript objects; beyond it the thread is ended, not Kibana. */
    maxHeapBytes: schema.number({ defaultValue: 512 * MEBIBYTE, min: 64 * MEBIBYTE }),
  }),
});

export interface CloudTrailConfig {
  readonly enabled: boolean;
  readonly aws: { readonly allowedEndpoints: readonly string[]; readonly allowServerIdentity: boolean };
  readonly geo: { readonly database?: string };
  readonly fetch: {
    readonly slices: number;
    readonly maxObjectBytes: number;
    readonly maxRecordBytes: number;
    readonly maxHeapBytes: number;
  };
}
