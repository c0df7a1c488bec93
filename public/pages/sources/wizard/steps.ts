/** The wizard's steps, what each asks for, and where a refusal belongs. Pure. */
import type { FieldName } from '../form/form_checks';
import { IDENTITY_FIELDS, LOCATION_FIELDS, OPTION_FIELDS, START_FIELDS } from '../form/form_checks';

export const STEPS = ['where', 'how', 'test', 'preview', 'options', 'start'] as const;
export type Step = (typeof STEPS)[number];

/** What must be right before a step is left. */
export const FIELDS_OF: Readonly<Record<Step, readonly FieldName[]>> = {
  where: LOCATION_FIELDS,
  how: IDENTITY_FIELDS,
  test: [],
  preview: START_FIELDS,
  options: OPTION_FIELDS,
  start: [],
};

const CODES: Readonly<Record<string, Step>> = {
  aws_no_such_bucket: 'where',
  aws_wrong_region: 'where',
  aws_unreachable: 'where',
  aws_endpoint_refused: 'where',
  nothing_found: 'where',
  aws_bad_credentials: 'how',
  aws_expired_credentials: 'how',
  aws_access_denied: 'how',
  aws_kms_denied: 'how',
  aws_server_identity_refused: 'how',
  start_out_of_range: 'preview',
  aws_no_such_queue: 'options',
  index_period_fixed: 'options',
};

/** Where to go back to when the server refuses; undefined where no step can help. */
export function stepToBlame({ code, message }: { code?: string; message: string }): Step | undefined {
  if (code !== undefined) return CODES[code];
  // as Kibana words what a schema refuses: "[request body.credentials.role_arn]: must be …"
  const [, field] = /^\[request body\.(\w+)/.exec(message) ?? [];
  if (field === undefined) return undefined;
  if (field === 'credentials' || field === 'external_id') return 'how';
  if (field === 'sqs') return 'options';
  if (field === 'force_path_style' || field === 'requester_pays') return 'where';
  return STEPS.find((step) => FIELDS_OF[step].some((name) => name === field));
}

export function neighbour(step: Step, by: 1 | -1): Step {
  return STEPS[STEPS.indexOf(step) + by] ?? step;
}
