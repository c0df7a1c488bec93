import { describe, expect, it } from 'vitest';
import { declaredSourceId, declaredSources } from './declared_source';

const NOW = Date.UTC(2026, 0, 31, 12);
const SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
const AWS = { allowedEndpoints: ['http://s3.example.org:9000'], allowServerIdentity: false };
const credentials = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: SECRET,
};
const read = (settings: unknown) => declaredSources(settings, AWS, NOW);
const one = (change: object) => read({ prod: { bucket: 'my-trail', credentials, ...change } });
function refusal(settings: unknown): string {
  try {
    read(settings);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('the sources of kibana.yml', () => {
  it('are none where nothing is said', () => {
    expect(read(undefined)).toEqual([]);
    expect(read({})).toEqual([]);
  });

  it('have a key of their own, which is their name where they have no other, and the defaults of the API', () => {
    const [source] = one({});
    expect(source).toMatchObject({ key: 'prod', name: 'prod', namespace: 'default', interval: '1m' });
    expect(one({ name: 'Production' })[0]?.name).toBe('Production');
  });

  it('may say days without quotes, which YAML reads as times', () => {
    expect(one({ start: new Date('2026-01-01') })[0]?.start).toBe('2026-01-01');
    expect(one({})[0]?.start).toBeUndefined();
  });

  it.each([
    [{ prod: { credentials } }, 'sources.prod.bucket]'],
    [{ prod: { bucket: 'my-trail' } }, 'sources.prod.credentials'],
    [{ prod: { bucket: 'my-trail', credentials, buckt: 1 } }, 'buckt'],
    [{ 'a b': { bucket: 'my-trail', credentials } }, 'letters, digits'],
    [{ prod: { bucket: 'my-trail', credentials, exclude_accounts: [123456789012] } }, 'put it in quotes'],
    [{ prod: { bucket: 'my-trail', credentials, start: '2027-01-01' } }, 'between 2013-11-01 and today'],
    [{ prod: { bucket: 'my-trail', credentials, endpoint: 'http://other.example.org' } }, 'allowedEndpoints'],
    [{ prod: { bucket: 'my-trail', credentials: { type: 'server' } } }, 'allowServerIdentity'],
    [{ prod: { bucket: 'my-trail', credentials, external_id: 'mine' } }, 'external_id'],
    [[{ bucket: 'my-trail', credentials }], 'sources'],
    ['my-trail', 'sources'],
  ])('are refused with the setting that is wrong: %j', (settings, words) => {
    const message = refusal(settings);
    expect(message).toMatch(/^\[config validation of \[cloudtrail\]\.sources/);
    expect(message).toContain(words);
  });

  it('are refused without a word of what was set: it may be a secret', () => {
    const wrong = [
      { credentials: { ...credentials, access_key_id: SECRET.toLowerCase() } },
      { credentials: SECRET },
      { credentials: { type: SECRET } },
      { write_key: `${SECRET}:${SECRET}` },
      { credentials: { ...credentials, session_token: [SECRET] } },
      { bucket: `${SECRET}/${SECRET}` },
      { interval: SECRET },
    ];
    for (const change of wrong) {
      const message = refusal({ prod: { bucket: 'my-trail', credentials, ...change } });
      expect(message).toMatch(/^\[config validation/);
      expect(message.toLowerCase()).not.toContain(SECRET.toLowerCase());
    }
  });
});

describe('the id of a source of kibana.yml', () => {
  const idOf = (change: object) => one(change).map(declaredSourceId)[0];

  it('is the same on every Kibana, and of the form that Kibana takes for what it encrypts', () => {
    expect(idOf({})).toBe(idOf({ name: 'Other name', interval: '5m' }));
    expect(idOf({})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is another one for another bucket, prefix, endpoint or namespace', () => {
    const others = [
      { bucket: 'other-trail' },
      { prefix: 'p/' },
      { endpoint: 'http://s3.example.org:9000' },
      { namespace: 'other' },
    ];
    expect(new Set([{}, ...others].map(idOf)).size).toBe(5);
  });
});
