/** What a request brings, or the reason for which nobody waits for it any more. */
import { Readable } from 'node:stream';
import { isObject } from '../cloudtrail/record';

/**
 * Rejects with the signal's reason as soon as that is aborted. The request itself then lasts until its connection is
 * closed or idle for too long, and what it still brings is let go of.
 */
export async function orAborted<Answer>(sent: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
  });
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([sent, aborted]);
  } catch (error) {
    if (signal.aborted) sent.then(letGo, () => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The body of an object that nobody reads would keep its connection. */
function letGo(answer: unknown): void {
  const body = isObject(answer) ? answer['Body'] : undefined;
  if (body instanceof Readable) body.destroy();
}
