/** Tests of where names are broken. */
import { expect, it } from 'vitest';
import { partsOf } from './parts_of';

it.each([
  ['RunInstances', ['Run', 'Instances']],
  ['CreateVPCEndpoint', ['Create', 'VPC', 'Endpoint']],
  ['anna.schmidt@example.com', ['anna.', 'schmidt@', 'example.com']],
  ['Client.UnauthorizedOperation', ['Client.', 'Unauthorized', 'Operation']],
  ['arn:aws:iam::1', ['arn:aws:iam::1']],
  ['444455556666', ['444455556666']],
  ['us-east-1', ['us-east-1']],
  ['i-024b6962859808e34', ['i-024b6962859808e34']],
  ['HIDDEN_DUE_TO_SECURITY_REASONS', ['HIDDEN_DUE_TO_', 'SECURITY_', 'REASONS']],
  ['', ['']],
])('%s is broken where its parts meet', (name, parts) => {
  expect(partsOf(name)).toEqual(parts);
  expect(partsOf(name).join('')).toBe(name);
});
