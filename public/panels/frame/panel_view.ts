/** Decides which of its states a panel shows. */
import type { PanelAnswer } from '../../../common/panels';
import type { PanelError } from '../../api';

/** What the whole page knows that a single panel does not. */
export interface RangeSituation {
  /** Whether the time range holds any event that fits; undefined while unknown. */
  readonly isRangeEmpty: boolean | undefined;
  /** Whether a query or an enabled filter narrows what is shown. */
  readonly isFiltered: boolean;
}

export type PanelView<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'error'; readonly error: PanelError }
  | { readonly kind: 'no_privilege' }
  | { readonly kind: 'no_right' }
  | { readonly kind: 'no_index' }
  /** Nothing of any kind in the time range. */
  | { readonly kind: 'empty_range' }
  /** Nothing of any kind, and a query or filter may be why. */
  | { readonly kind: 'filtered_out' }
  /** The range holds events, but none that this panel is about. */
  | { readonly kind: 'none' }
  | { readonly kind: 'data'; readonly data: T };

/** `isNone` says whether an answer holds nothing to draw. An error hides older answers: they may be of another range. */
export function panelView<T>(
  load: { readonly answer?: PanelAnswer<T>; readonly error?: PanelError },
  isNone: (data: T) => boolean,
  situation: RangeSituation,
): PanelView<T> {
  const { answer, error } = load;
  if (error) return error.kind === 'no_privilege' ? { kind: 'no_privilege' } : { kind: 'error', error };
  if (!answer) return { kind: 'loading' };
  if (answer.state !== 'data') return { kind: answer.state };
  if (!isNone(answer.data)) return { kind: 'data', data: answer.data };
  if (situation.isRangeEmpty === false) return { kind: 'none' };
  return { kind: situation.isFiltered ? 'filtered_out' : 'empty_range' };
}
