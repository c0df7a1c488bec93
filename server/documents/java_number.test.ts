import { describe, expect, it } from 'vitest';
import { javaNumber } from './java_number';

describe('javaNumber', () => {
  it('keeps an integer of any size as it is', () => {
    for (const integer of ['0', '7', '-12', '9007199254740993', '-123456789012345678901234567890'])
      expect(javaNumber(integer)).toBe(integer);
    expect(javaNumber('-0')).toBe('0');
  });

  // expected are the examples and limits of Double.toString's own documentation (Java 19 and newer)
  it.each([
    ...[
      ['5.0', '5.0'],
      ['0.10', '0.1'],
      ['-0.0', '-0.0'],
      ['0e5', '0.0'],
      ['1e2', '100.0'],
      ['12e-1', '1.2'],
    ],
    ...[
      ['0.001', '0.001'],
      ['0.00099', '9.9E-4'],
      ['9999999.5', '9999999.5'],
      ['10000000.0', '1.0E7'],
    ],
    ...[
      ['1e400', 'Infinity'],
      ['-1e400', '-Infinity'],
      ['1e-400', '0.0'],
      ['-1.5e+9', '-1.5E9'],
    ],
    ...[
      ['2e23', '2.0E23'],
      ['8.41E21', '8.41E21'],
      ['2.0E-3', '0.002'],
      ['4.9e-324', '4.9E-324'],
    ],
    ...[
      ['1e-323', '9.9E-324'],
      ['1.7976931348623157e308', '1.7976931348623157E308'],
    ],
  ])('prints %s as %s', (json, java) => {
    expect(javaNumber(json)).toBe(java);
  });
});
