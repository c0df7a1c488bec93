/** Tests of where names are broken. */
import { expect, it } from 'vitest';
import { partsOf } from './parts_of';

it.each([
  ['RunInstances', ['Run', 'Instances']],
  ['CreateVPCEndpoint', ['Create', 'VPC', 'Endpoint']],
  ['anna.schmidt@example.com', ['anna.', 'schmidt@', 'example.', 'com']],
  ['Client.UnauthorizedOperation', ['Client.', 'Unauthorized', 'Operation']],
  ['arn:aws:iam::1', ['arn:', 'aws:', 'iam::', '1']],
  ['444455556666', ['444455556666']],
  ['', ['']],
])('%s is broken where its parts meet', (name, parts) => {
  expect(partsOf(name)).toEqual(parts);
  expect(partsOf(name).join('')).toBe(name);
});
