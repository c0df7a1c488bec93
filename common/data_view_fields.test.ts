import { describe, expect, it } from 'vitest';
import { DATA_VIEW_FIELDS } from './data_view_fields';
import { EVENT_FIELDS } from './event_fields';

describe('the data view’s field list', () => {
  it('has each field of the table, and the text of those that have one', () => {
    const names = EVENT_FIELDS.flatMap(({ name, hasText }) => (hasText ? [name, `${name}.text`] : [name]));
    expect(Object.keys(DATA_VIEW_FIELDS)).toEqual(names);
    for (const [name, field] of Object.entries(DATA_VIEW_FIELDS)) expect(field.name).toBe(name);
  });

  it('gives the field as Kibana would make it of the field capabilities', () => {
    expect(DATA_VIEW_FIELDS['source.as.number']).toEqual({
      name: 'source.as.number',
      type: 'number',
      esTypes: ['long'],
      searchable: true,
      aggregatable: true,
      readFromDocValues: true,
    });
    expect(DATA_VIEW_FIELDS['user_agent.original.text']).toEqual({
      name: 'user_agent.original.text',
      type: 'string',
      esTypes: ['text'],
      searchable: true,
      aggregatable: false,
      readFromDocValues: false,
      subType: { multi: { parent: 'user_agent.original' } },
    });
  });

  it('offers no search and no chart of what is only stored', () => {
    expect(DATA_VIEW_FIELDS['event.original']).toMatchObject({
      searchable: false,
      aggregatable: false,
      readFromDocValues: false,
    });
  });
});
