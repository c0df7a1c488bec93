/** Step 1: the bucket. */
import React from 'react';
import { LocationFields } from '../form/location_fields';
import type { FormHandle } from '../form/use_source_form';

const READABLE_WIDTH = 760;

export function WhereStep({ handle }: { handle: FormHandle }) {
  return (
    <div style={{ maxWidth: READABLE_WIDTH }}>
      <LocationFields handle={handle} />
    </div>
  );
}
