/** Limits that both halves know; apart from the schemas, which the browser does not load. */

/** Elasticsearch counts so many groups at once at most; who looks for more searches by name. */
export const MOST_ACTORS_LISTED = 5000;
