/** What SQS answers, scripted: the port's errors and what of a batch counts as refused. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ScriptedAnswer, ScriptedS3, SeenRequest } from '../../test/servers/scripted_s3';
import { startScriptedS3 } from '../../test/servers/scripted_s3';
import type { MessageQueue } from './message_queue';
import { createSqsQueue } from './sqs_queue';

const SECRET = 'wJalrXUtnFEMI-the-secret';
const MESSAGE = { body: '{}', receipt: 'receipt-1', receives: 1 };
const { signal } = new AbortController();

let server: ScriptedS3;
let queue: MessageQueue;
afterEach(async () => {
  queue.close();
  await server.close();
});

async function open(...script: readonly (ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer))[]) {
  server = await startScriptedS3(script);
  queue = await createSqsQueue({
    queueUrl: `${server.origin}/111122223333/trail`,
    bucket: 'logs',
    credentials: { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: SECRET },
    policy: { allowedEndpoints: [server.origin], allowServerIdentity: false },
    sessionName: 'test',
  });
}
function json(status: number, body: object): ScriptedAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}
function refused(type: string, status = 400): ScriptedAnswer {
  return json(status, { __type: `com.amazonaws.sqs#${type}`, message: `said for ${SECRET}` });
}
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a queue', () => {
  test.each([
    ['QueueDoesNotExist', 'aws_no_such_queue'],
    ['AccessDeniedException', 'aws_access_denied'],
    ['KmsAccessDenied', 'aws_kms_denied'],
    ['InvalidClientTokenId', 'aws_bad_credentials'],
  ])('that answers %s gives %s, naming the queue and no more of the answer', async (type, code) => {
    await open(refused(type));
    const error = await errorOf(queue.receive(30, signal));
    expect(error).toMatchObject({ code });
    expect(String(error)).toMatch(/111122223333\/trail|AKIA|MPLE/);
    expect(String(error)).not.toContain(SECRET);
  });

  test('asks all of its servers, for ten messages, hidden for as long as was said', async () => {
    await open(json(200, {}));
    expect(await queue.receive(30, signal)).toEqual([]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 30,
      WaitTimeSeconds: 1,
    });
  });

  test('takes a receipt that has ended for no fault, and a refusal of SQS for one', async () => {
    const answer = (senderFault: boolean) =>
      json(200, {
        Successful: [],
        Failed: [
          {
            Id: '0',
            Code: senderFault ? 'ReceiptHandleIsInvalid' : 'InternalError',
            SenderFault: senderFault,
          },
        ],
      });
    await open(answer(true), answer(true), answer(false), answer(false));
    await queue.delete([MESSAGE]);
    await queue.hide([{ message: MESSAGE, seconds: 5 }]);
    expect(await errorOf(queue.delete([MESSAGE]))).toMatchObject({ code: 'aws_other' });
    expect(await errorOf(queue.hide([{ message: MESSAGE, seconds: 5 }]))).toMatchObject({
      code: 'aws_other',
    });
  });

  test('asks nothing of SQS for no messages', async () => {
    await open();
    await queue.delete([]);
    await queue.hide([]);
    expect(server.requests).toEqual([]);
  });
});
