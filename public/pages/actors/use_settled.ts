/** A value once it has not changed for a moment: so that typing asks once. */
import { useEffect, useState } from 'react';

const MOMENT_MS = 300;

export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
