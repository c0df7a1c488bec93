/** What the pages about sources must know of this Kibana, and of the one who asks, before anything is entered. */

export interface SetupResponse {
  /** False without `xpack.encryptedSavedObjects.encryptionKey`: no source can be made, since its secrets could not be kept. */
  readonly can_encrypt: boolean;
  /** `cloudtrail.aws.allowServerIdentity` */
  readonly is_server_identity_allowed: boolean;
  /** `cloudtrail.aws.allowedEndpoints`: origins of S3 servers other than AWS that a source may name. */
  readonly allowed_endpoints: readonly string[];
  /** Whether the one who asks may change sources: in all spaces, since they are the same in all. */
  readonly manages_sources: boolean;
}
