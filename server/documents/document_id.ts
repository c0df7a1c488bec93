/** The `_id` of an event: the same record gets the same one, in whichever file, trail or year it is delivered again. */
import * as crypto from 'node:crypto';
import type { JsonObject } from '../cloudtrail/record';
import { textAt } from '../cloudtrail/record';
import type { Redaction } from './redaction';

const ID_CHARACTERS = 27;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Records before eventVersion 1.07 or so carry no eventCategory; all of them are management events. */
const CATEGORY_WHERE_ABSENT = 'Management';

/**
 * 27 characters: a hash over eventID, recipientAccountId (absent: the account of the object's key) and eventCategory
 * (absent: Management); over the record's bytes, untouched, where it has no eventID (keyed where its namespace redacts).
 * One event that two accounts see under one sharedEventID stays two documents, since their eventIDs differ.
 */
export function documentId(
  record: JsonObject,
  raw: Buffer,
  keyAccountId: string,
  redaction?: Pick<Redaction, 'idOf'>,
): string {
  const eventId = textAt(record['eventID']);
  if (eventId === undefined) return shortened(redaction?.idOf(raw).toString('base64url') ?? sha256(raw));
  const account = textAt(record['recipientAccountId']) ?? keyAccountId;
  const category = textAt(record['eventCategory']) ?? CATEGORY_WHERE_ABSENT;
  return shortened(sha256(JSON.stringify([eventId, account, category])));
}

/** Node 20.12 and newer: a sixth of the time, since it makes no object for a hash of some bytes. */
const { hash } = crypto as { readonly hash?: typeof import('node:crypto').hash };

function sha256(data: string | Buffer): string {
  return hash?.('sha256', data, 'base64url') ?? crypto.createHash('sha256').update(data).digest('base64url');
}

/** Its first 20 bytes: the last two bits of their last character belong to the next one. */
function shortened(base64url: string): string {
  const last = BASE64URL.indexOf(base64url[ID_CHARACTERS - 1] ?? '') & ~0b11;
  return base64url.slice(0, ID_CHARACTERS - 1) + (BASE64URL[last] ?? '');
}
