import { describe, expect, it } from 'vitest';
import type { FreeFormKept } from './document_options';
import { freeFormFields } from './free_form_fields';

const RECORD = {
  eventName: 'PutItem',
  requestParameters: { key: { a: 1 }, empty: '' },
  responseElements: null,
  additionalEventData: 'text',
};
const STRINGS = { request_parameters: '{key={a=1}}', additional_eventdata: 'text' };
const FLATTENED = {
  request_parameters: { key: { a: 1 } },
  additional_eventdata: { value: 'text' },
};

function kept(how: FreeFormKept, record: object = RECORD) {
  const text = JSON.stringify(record);
  return JSON.parse(JSON.stringify(freeFormFields(JSON.parse(text), text, how))) as unknown;
}

describe('freeFormFields', () => {
  it('writes the forms that the namespace keeps (pain 8)', () => {
    expect(kept('both')).toEqual({ strings: STRINGS, flattened: FLATTENED, isCut: false });
    expect(kept('flattened')).toEqual({ strings: {}, flattened: FLATTENED, isCut: false });
    expect(kept('string')).toEqual({ strings: STRINGS, flattened: {}, isCut: false });
    expect(kept('none')).toEqual({ strings: {}, flattened: {}, isCut: false });
  });

  it('says that something was cut only if what was cut is kept', () => {
    const record = { serviceEventDetails: { 'a\0': 1 } };
    expect(kept('both', record)).toMatchObject({ isCut: true });
    expect(kept('string', record)).toMatchObject({
      strings: { service_event_details: '{a\0=1}' },
      isCut: false,
    });
    expect(kept('none', record)).toMatchObject({ isCut: false });
  });

  it('keeps what an Insights event is about in every namespace, without a string form', () => {
    const text = '{"insightDetails":{"baseline":{"average":0.0}}}';
    for (const how of ['both', 'flattened', 'string', 'none'] as const)
      expect(freeFormFields(JSON.parse(text), text, how)).toMatchObject({
        strings: {},
        flattened: { insight_details: { baseline: { average: '0.0' } } },
      });
  });

  it('reads a number as the record writes it, in whichever object and however it is spaced', () => {
    const of = (text: string) => freeFormFields(JSON.parse(text), text, 'both');
    const both = of(
      '{"requestParameters":{"bytes":5},"additionalEventData":{ "bytes" :\n5.0, "list":[1, 2e0]}}',
    );
    expect(both.strings).toEqual({
      request_parameters: '{bytes=5}',
      additional_eventdata: '{bytes=5.0, list=[1, 2.0]}',
    });
    expect(both.flattened.request_parameters).toEqual({ bytes: 5 });
    expect(both.flattened.additional_eventdata).toEqual({ bytes: '5.0', list: [1, '2e0'] });
    expect(of('{"requestParameters":-0}').strings.request_parameters).toBe('0');
    expect(of('{"requestParameters":1E2}').strings.request_parameters).toBe('100.0');
  });
});
