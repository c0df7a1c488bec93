/** A name that may be broken where its parts meet, so that a narrow column does not cut words in two. */
import React, { Fragment } from 'react';
import { partsOf } from './parts_of';

export function Breakable({ text }: { text: string }) {
  return (
    <>
      {partsOf(text).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
