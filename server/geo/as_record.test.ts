import { expect, test } from 'vitest';
import { readAs } from './as_record';

test('number and organization are read', () => {
  const record = { autonomous_system_number: 16509, autonomous_system_organization: 'AMAZON-02' };
  expect(readAs(record)).toEqual({ number: 16509, organization: { name: 'AMAZON-02' } });
});

test('the highest number is one; a number without a name stands alone', () => {
  const record = { autonomous_system_number: 4_294_967_295, autonomous_system_organization: '' };
  expect(readAs(record)).toEqual({ number: 4_294_967_295 });
});

test.each([
  [null],
  ['AS16509'],
  [{ country_code: 'US' }],
  [{ autonomous_system_organization: 'AMAZON-02' }],
  [{ autonomous_system_number: 0, autonomous_system_organization: 'Not routed' }],
  [{ autonomous_system_number: -1 }],
  [{ autonomous_system_number: 1.5 }],
  [{ autonomous_system_number: 4_294_967_296 }],
  [{ autonomous_system_number: '16509' }],
])('%j names no autonomous system', (record) => {
  expect(readAs(record)).toBeUndefined();
});
