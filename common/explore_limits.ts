/** Limits that both halves know; apart from the schemas, which the browser does not load. */

/** Elasticsearch counts so many groups at once at most; who looks for more searches by name. */
export const MOST_ACTORS_LISTED = 5000;

/** Of one page, and of one step of an export. */
export const MOST_EVENTS_AT_ONCE = 1000;
/** Of the Events page's grid. */
export const MOST_COLUMNS = 50;
/** Rows of a CSV file; more are Kibana's own reporting's business. */
export const MOST_EVENTS_EXPORTED = 10_000;
