import { describe, expect, test } from 'vitest';
import { CATALOGUE, detectionOf } from './catalogue';
import type { KeptFields } from './kept_fields';
import { shortagesOf } from './kept_fields';

const ALL: KeptFields = { name: 'default', free_form: 'both', redacted: [] };

describe('what a rule lacks in a namespace', () => {
  test('is nothing where all is kept', () => {
    for (const detection of CATALOGUE) expect(shortagesOf(detection, [ALL])).toEqual([]);
  });

  test('is the text of the request where only paths are kept', () => {
    const namespaces = [{ ...ALL, free_form: 'flattened' as const }];
    const lacking = CATALOGUE.filter((detection) => shortagesOf(detection, namespaces).length > 0);
    expect(lacking.map(({ id }) => id).sort()).toEqual([
      'database_exposed_or_deleted',
      'instance_user_data_changed',
      'large_instance_launched',
      'security_group_opened_to_world',
      'snapshot_or_image_shared',
    ]);
    expect(of('security_group_opened_to_world', namespaces)).toEqual([
      { namespace: 'default', extent: 'part', form: 'text' },
    ]);
    expect(of('snapshot_or_image_shared', namespaces)).toEqual([
      { namespace: 'default', extent: 'all', form: 'text' },
    ]);
  });

  test('is the address where addresses are redacted', () => {
    const namespaces = [ALL, { ...ALL, name: 'eu', redacted: ['sourceIPAddress'] }];
    expect(of('access_from_outside_home_countries', namespaces)).toEqual([
      { namespace: 'eu', extent: 'part', redacted: 'sourceIPAddress' },
    ]);
    expect(of('region_enabled', namespaces)).toEqual([]);
  });

  test('is a parameter that lies in what is redacted', () => {
    const redacting = (path: string) => of('administrator_access_attached', [{ ...ALL, redacted: [path] }]);
    expect(redacting('requestParameters')).toHaveLength(1);
    expect(redacting('requestParameters.*')).toHaveLength(1);
    expect(redacting('requestParameters.policyArn')).toHaveLength(1);
    expect(redacting('requestParameters.password')).toEqual([]);
  });
});

function of(id: string, namespaces: readonly KeptFields[]) {
  return shortagesOf(detectionOf(id) ?? expect.fail(id), namespaces);
}
