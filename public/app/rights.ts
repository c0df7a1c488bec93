/** What the user may do with sources, as Kibana's features grant it in this space. Only for what is shown: the routes decide. */
import { SOURCES_FEATURE_ID } from '../../common/ids';
import type { CoreStart } from '../kibana/contracts';

export interface SourceRights {
  readonly canSee: boolean;
  readonly canManage: boolean;
}

export function sourceRights({ capabilities }: CoreStart['application']): SourceRights {
  const granted = capabilities[SOURCES_FEATURE_ID];
  return { canSee: granted?.['show'] === true, canManage: granted?.['manage'] === true };
}
