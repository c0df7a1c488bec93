/** Tests of the checks on what was built. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findCodeFromText, findLeaks, findTestCode, findTooLarge } from './checks';

const file = (text: string) => ({ path: 'target/public/x.js', text });

describe('findCodeFromText', () => {
  it.each([
    'const f=new Function("return 1");',
    'a=Function("return this")()',
    'eval("1")',
    'x=(0,window.eval("1"))',
    'y = new  Function;',
  ])('finds the code made from text in: %s', (text) => {
    expect(findCodeFromText(file(text))).toEqual([expect.stringContaining('target/public/x.js makes code')]);
  });

  it.each([
    'isFunction(x)',
    'a.eval("1")',
    'medieval(1)',
    'x instanceof Function',
    'Function.prototype.call(x)',
    'new FunctionBox(1)',
  ])('leaves alone: %s', (text) => {
    expect(findCodeFromText(file(text))).toEqual([]);
  });
});

describe('findTooLarge', () => {
  it('weighs what goes over the wire, and not what is written', () => {
    expect(findTooLarge(file('x'.repeat(5_000_000)))).toEqual([]);
    const dense = file(randomBytes(400_000).toString('base64'));
    expect(findTooLarge(dense)).toEqual([expect.stringContaining('target/public/x.js has 4')]);
  });
});

describe('findLeaks', () => {
  it('finds the folder of the build, source maps and secrets', () => {
    const key = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');
    expect(findLeaks(file('at /somewhere/tree/server/index.ts'), '/somewhere/tree')).toHaveLength(1);
    expect(findLeaks(file('//# sourceMappingURL=x.js.map'), '/somewhere/tree')).toHaveLength(1);
    expect(findLeaks(file(`const key = "${key}"`), '/somewhere/tree')).toHaveLength(1);
    expect(findLeaks(file('-----BEGIN RSA PRIVATE KEY-----'), '/somewhere/tree')).toHaveLength(1);
  });

  it('finds nothing in plain code', () => {
    const text = 'export const akia = "AKIA"; // like AKIAIOSFODNN7EXAMPLE';
    expect(findLeaks(file(text), '/somewhere/tree')).toEqual([]);
  });
});

describe('findTestCode', () => {
  it('finds tests, the test folder and the tools, but not the folders of packages', () => {
    expect(
      findTestCode(['server/index.ts', 'server/index.test.ts', 'test/generate/estate.ts', 'tools/start.ts']),
    ).toHaveLength(3);
    expect(findTestCode(['server/test_names.ts', 'node_modules/x/test/index.js'])).toEqual([]);
  });
});
