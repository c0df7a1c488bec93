import { describe, expect, it } from 'vitest';
import { userAgentOf } from './user_agent';

const of = (userAgent: unknown) => userAgentOf({ userAgent }).fields;
const OTHER = { name: 'Other' };

describe('userAgentOf', () => {
  it('knows the programs that call AWS most', () => {
    const rows = [
      ['aws-sdk-go/1.44.195 (go1.18; linux; amd64)', 'aws-sdk-go', '1.44.195', 'Other', 'Linux'],
      ['aws-cli/1.16.1 Python/3.6.0 Linux/4.15 botocore/1.12', 'aws-cli', '1.16.1', 'Spider', 'Linux 4.15'],
      ['aws-cli/2.2.1 Python/3.8.8 Darwin/20.3.0 exe/x86_64', 'aws-cli', '2.2.1', 'Other', undefined],
      ['Boto3/1.26.81 Python/3.9.16 Linux/5.4.247', 'Boto3', '1.26.81', 'Spider', 'Linux 5.4.247'],
      ['Go-http-client/1.1', 'Go-http-client', '1.1', 'Other', undefined],
      ['python-requests/2.31.0', 'Python Requests', '2.31', 'Other', undefined],
      ['curl/7.88.1', 'curl', '7.88.1', 'Other', undefined],
    ] as const;
    for (const [text, name, version, device, os] of rows) {
      const agent = of(text);
      expect([text, agent?.name, agent?.version, agent?.device.name]).toEqual([text, name, version, device]);
      expect([text, agent?.os?.full ?? agent?.os?.name]).toEqual([text, os]);
    }
  });

  it('knows browsers, their systems and devices', () => {
    const original =
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.110 Safari/537.36';
    expect(of(original)).toEqual({
      original,
      name: 'Chrome',
      version: '96.0.4664.110',
      device: { name: 'Mac' },
      os: { name: 'Mac OS X', version: '10.15.7', full: 'Mac OS X 10.15.7' },
    });
  });

  it('puts groups where a replacement names them', () => {
    expect(of('Win98')?.os).toEqual({ name: 'Windows', version: '98', full: 'Windows 98' });
    expect(of('Mozilla/5.0 (Linux; Android 9; SM-G960F) Chrome/80.0 Mobile')?.device).toEqual({
      name: 'Samsung SM-G960F',
    });
  });

  it('calls what it does not know Other, without version and system', () => {
    for (const original of ['console.amazonaws.com', 'AWS Internal', 'kubectl/v1.2', '$1', '\0', '\ud800'])
      expect(of(original)).toEqual({
        original,
        name: 'Other',
        version: undefined,
        device: OTHER,
        os: undefined,
      });
  });

  it('gives nothing where the record names no program', () => {
    for (const nothing of [undefined, null, '', '-', {}, ['curl/7.88.1']])
      expect(of(nothing)).toBeUndefined();
  });

  it('keeps a user agent of any length whole, though only its beginning is read', () => {
    const original = `curl/7.88.1 ${'x'.repeat(1_000_000)}`;
    expect(of(original)).toMatchObject({ original, name: 'curl' });
    expect(of(`${'x'.repeat(2000)} curl/7.88.1`)).toMatchObject(OTHER);
  });

  it('says the same of a user agent that it has seen before', () => {
    const first = of('Boto3/1.26.81 Python/3.9.16');
    expect(of('Boto3/1.26.81 Python/3.9.16')).toEqual(first);
    // alike in the part that is read, so remembered as one, each keeps its own text
    const long = 'curl/7.88.1'.padEnd(1024, '.');
    expect(of(`${long}a`)?.original).toBe(`${long}a`);
    expect(of(`${long}b`)?.original).toBe(`${long}b`);
  });
});
