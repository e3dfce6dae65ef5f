/**
 * The version of what page, gateway and history say to each other. What only adds something that the other side may
 * pass over raises nothing; what an older side would misread raises `PROTOCOL` by one. History and the gateway are
 * deployed one after the other, so each of them understands the version before.
 */

/** What this Burrow speaks. */
export const PROTOCOL = 1

/** The oldest page that it still serves: a tab may stay open for weeks. */
export const OLDEST_PAGE = 1

/** The header in which a page says what it speaks. Whoever sends none is no page. */
export const PROTOCOL_HEADER = 'burrow-protocol'
