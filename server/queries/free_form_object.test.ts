/** Tests reading the free-form objects back, from either form. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLAIN } from '../documents/exact_json';
import { javaString } from '../documents/java_string';
import { freeFormObject } from './free_form_object';

const read = (text: string) => freeFormObject({ request_parameters: text }, 'request_parameters');

test('the flattened form is taken where it is kept', () => {
  const flattened = { request_parameters: { groupId: 'sg-1' } };
  expect(freeFormObject({ request_parameters: '{groupId=sg-2}', flattened }, 'request_parameters')).toEqual({
    groupId: 'sg-1',
  });
});

test('the text is read back, lists and maps inside of it, too', () => {
  const text =
    '{groupId=sg-1, ipPermissions={items=[{ipProtocol=tcp, fromPort=22, ipRanges={items=[{cidrIp=0.0.0.0/0}]}}]}}';
  expect(read(text)).toEqual({
    groupId: 'sg-1',
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: '22', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    },
  });
});

test('a comma in a value does not end it', () => {
  expect(read('{description=web, mail and more, groupId=sg-1}')).toEqual({
    description: 'web, mail and more',
    groupId: 'sg-1',
  });
});

test.each(['', '{', '{=', '{a', '{a=', '[', '[a', '{a=[{b=', 'just text', '}}', '{a=b}}}', '{a={b={'])(
  'what is cut off or no map is read as far as it goes: %s',
  (text) => {
    expect(() => read(text)).not.toThrow();
  },
);

test('nothing is read where a namespace keeps nothing', () => {
  expect(freeFormObject(undefined, 'response_elements')).toEqual({});
  expect(freeFormObject({}, 'response_elements')).toEqual({});
});

const WORD = fc.stringMatching(/^[a-zA-Z0-9./:_-]{2,20}$/).filter((word) => word !== 'none');
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    WORD,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9]{1,10}$/), tie('tree'), { minKeys: 1, maxKeys: 4 }),
  ),
}));

test('whatever was printed from ids, words and addresses is read back as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), tree, { minKeys: 1 }), (value) => {
      expect(read(javaString(value, PLAIN).text ?? '')).toEqual(value);
    }),
  );
});
