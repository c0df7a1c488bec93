/** A subject's present value, in React. */
import { useEffect, useState } from 'react';
import type { BehaviorSubject } from 'rxjs';

export function useValue<T>(subject: BehaviorSubject<T>): T {
  const [value, setValue] = useState(subject.value);
  useEffect(() => {
    const subscription = subject.subscribe((next) => setValue(() => next));
    return () => subscription.unsubscribe();
  }, [subject]);
  return value;
}
