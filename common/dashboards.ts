/** Requests and answers about the dashboards that the plugin brings, shared by both halves. */
import * as z from 'zod';

/** A saved object of Kibana's that the plugin brings, as it is in the caller's space. */
export interface Board {
  readonly type: 'tag' | 'index-pattern' | 'search' | 'map' | 'dashboard';
  readonly title: string;
  /** In this space; another than in the file where another space was first. */
  readonly id: string;
}

export interface DashboardsResponse {
  /** In this space already. */
  readonly present: readonly Board[];
  /** By the ids of the file. */
  readonly missing: readonly Board[];
}

export const installDashboardsSchema = z.object({
  /** Whether those that are there are brought back to what the plugin ships: what was changed in them is lost. */
  replace: z.boolean().default(false),
});
export type InstallDashboardsRequest = z.input<typeof installDashboardsSchema>;

export interface InstallDashboardsResponse {
  readonly made: readonly Board[];
  /** Made anew as the plugin ships them. */
  readonly replaced: readonly Board[];
  /** Were there, and are as they were. */
  readonly kept: readonly Board[];
}
