/** What the page knows of one panel's answer. */
import type { PanelAnswer, PanelRequest } from '../../../common/panels';
import type { PanelError } from '../../api';

/** What is known of one panel. At most one of `answer` and `error` is there; both are kept until the next one arrives. */
export interface PanelLoad<T> {
  readonly answer?: PanelAnswer<T>;
  /** What `answer` answers. */
  readonly request?: PanelRequest;
  readonly error?: PanelError;
  readonly isFetching: boolean;
}
