/** Who asks about events, and for how long somebody waits. */
import type { SearchPriority } from '../indices/search_priority';
import type { KibanaRequest, ScopedClusterClient } from '../kibana/contracts';
import { signalOf } from '../kibana/ndjson';
import type { EventsHost } from '../queries/ask_events';

export function eventsHost(
  client: ScopedClusterClient,
  request: KibanaRequest,
  priority: SearchPriority,
): EventsHost {
  // named one by one: in some versions of Kibana they are getters, which a spread leaves behind
  const { asCurrentUser, asInternalUser } = client;
  return { asCurrentUser, asInternalUser, signal: signalOf(request), priority };
}
