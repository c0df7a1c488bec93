/** Takes values out of a record before anything is derived from it. */

export interface Redaction {
  /** The JSON text of the record without what is redacted; all that becomes a document is made from it. */
  redact(raw: Buffer): Buffer;
  /** A keyed hash of the untouched record, for one without eventID: a plain hash could be guessed. */
  idOf(raw: Buffer): Buffer;
}
