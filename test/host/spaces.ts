/** Spaces as far as they go here: the base path `/s/<id>` of an address, and the resources that roles name. */

const DEFAULT_SPACE = 'default';
/** Kibana's resource for all spaces, those to come included; a role that names it covers each space, too. */
export const ALL_SPACES = '*';

export interface SpaceAddress {
  readonly space: string;
  /** What stands before each path of the space: empty for the default space. */
  readonly basePath: string;
  /** The path without it. */
  readonly pathname: string;
}

/** Whether there is such a space is not looked at, as Kibana does not for routes: privileges decide. */
export function spaceOf(pathname: string): SpaceAddress {
  const [whole, space, rest] = /^\/s\/([a-z0-9_-]+)(\/.*)?$/.exec(pathname) ?? [];
  if (whole === undefined || space === undefined) return { space: DEFAULT_SPACE, basePath: '', pathname };
  return { space, basePath: `/s/${space}`, pathname: rest ?? '/' };
}

/** As Elasticsearch's application privileges name it. */
export function resourceOf(space: string): string {
  return `space:${space}`;
}
