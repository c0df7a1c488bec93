/** How a number stands to that of the period before. Pure. */

export type Change =
  /** Nothing before and nothing now, or as much. */
  | { readonly kind: 'same' }
  /** Something now, nothing before: no share to tell. */
  | { readonly kind: 'from_none' }
  /** `by`: a share of what was before, more than 0. */
  | { readonly kind: 'up' | 'down'; readonly by: number };

/** The change from `before` to `now`; differences below half a per cent are none. */
export function changeOf(now: number, before: number): Change {
  if (before === 0) return now === 0 ? { kind: 'same' } : { kind: 'from_none' };
  const by = (now - before) / before;
  if (Math.abs(by) < 0.005) return { kind: 'same' };
  return { kind: by > 0 ? 'up' : 'down', by: Math.abs(by) };
}
