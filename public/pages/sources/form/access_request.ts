/** What the policy texts are made from, out of what is entered. Pure. */
import type { AccessRequest } from '../../../../common/aws_access';
import { buildArn, partitionOf, partitionOfArn } from '../../../../common/partition';
import type { SourceForm } from './source_form';

const PLACEHOLDER_BUCKET = 'BUCKET';
const PLACEHOLDER_EXTERNAL_ID = 'EXTERNAL-ID';
// https://sqs.<region>.amazonaws.com/<account>/<name>
const QUEUE = /^https?:\/\/sqs[.-](?:fips\.)?([a-z0-9-]+)\.[^/]+\/(\d{12})\/([\w.-]+)$/;

/** `assumedBy`: ARN of who assumes the role, once known. What is not entered yet is a placeholder that AWS refuses. */
export function accessRequestOf(form: SourceForm, assumedBy?: string): AccessRequest {
  const partition = partitionOfForm(form);
  const filled = (text: string) => (text.trim() === '' ? undefined : text.trim());
  return {
    bucket: filled(form.bucket) ?? PLACEHOLDER_BUCKET,
    prefix: form.prefix,
    partition,
    kmsKeyArn: filled(form.kms_key_arn),
    queueArn: queueArnOf(form.queue_url.trim(), partition),
    identity:
      form.identity === 'role'
        ? {
            type: 'role',
            externalId: form.external_id ?? PLACEHOLDER_EXTERNAL_ID,
            assumedBy,
            roleArn: filled(form.role_arn),
          }
        : { type: form.identity },
  };
}

function partitionOfForm({ region, role_arn: roleArn, identity }: SourceForm): string {
  if (region.trim() !== '') return partitionOf(region.trim());
  return (identity === 'role' ? partitionOfArn(roleArn) : undefined) || partitionOf('');
}

function queueArnOf(url: string, partition: string): string | undefined {
  const [, region, account, resource] = QUEUE.exec(url) ?? [];
  if (region === undefined || account === undefined || resource === undefined) return undefined;
  return buildArn({ partition, service: 'sqs', region, account, resource });
}
