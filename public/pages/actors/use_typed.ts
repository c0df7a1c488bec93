/** What somebody types, handed on once it has not changed for a moment: so that typing asks once. */
import { useEffect, useRef, useState } from 'react';

const MOMENT_MS = 300;

/** Follows `value` where that changes by other means than typing, as by Back. */
export function useTyped(
  value: string,
  onSettled: (text: string) => void,
): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const settled = useRef(onSettled);
  settled.current = onSettled;
  useEffect(() => {
    setText(value);
    return () => clearTimeout(timer.current);
  }, [value]);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => settled.current(next), MOMENT_MS);
  };
  return [text, type];
}
