/** What a call was about: pressed, it becomes a filter for all events that name it. */
import React from 'react';
import { naming } from '../../../common/event_kinds';
import { Breakable } from './breakable';
import { QueryLink } from './filter_link';

/** Nothing where there is no name. */
export function NameLink({ name }: { name: string }) {
  if (name === '') return null;
  return (
    <QueryLink label={name} events={naming(name)}>
      <Breakable text={name} />
    </QueryLink>
  );
}
