/** External ids of roles: made by us before the source is, so that the role's trust policy can ask for them, and good for one source. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { SourceError } from '../errors';

/** The key that signs external ids, the same in all of Kibana's nodes. `Request` is the host's own and only handed on. */
export interface SigningKeys<Request> {
  /** Makes it when there is none, or when it can't be decrypted any more: what was signed with that one is then unknown. */
  read(request: Request): Promise<Buffer>;
}

const SIGNATURE_BYTES = 16;

/**
 * An external id is the id of the source that it is for, signed. Nothing of it is stored before the source is: any node
 * can tell that it is ours, and no second source can have it, since no two have one id.
 */
export class ExternalIds<Request> {
  constructor(private readonly keys: SigningKeys<Request>) {}

  /** For a source that is to be made, or the one named. */
  async make(request: Request, sourceId: string = randomUUID()): Promise<string> {
    return `${sourceId}.${signatureOf(sourceId, await this.keys.read(request))}`;
  }

  /** The id of the source that an external id is for. Throws SourceError `external_id_unknown` where we did not make it. */
  async sourceIdOf(request: Request, externalId: string): Promise<string> {
    const [sourceId = '', signature = ''] = externalId.split('.');
    const expected = Buffer.from(signatureOf(sourceId, await this.keys.read(request)));
    const given = Buffer.from(signature);
    if (given.length === expected.length && timingSafeEqual(given, expected)) return sourceId;
    throw new SourceError(
      'external_id_unknown',
      'This external id was not made by this Kibana, or its encryption key has changed since. Take a new one (POST …/_external_id), and put it into the role’s trust policy.',
    );
  }
}

function signatureOf(sourceId: string, key: Buffer): string {
  return createHmac('sha256', key)
    .update(`cloudtrail external id ${sourceId}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES)
    .toString('base64url');
}
