/**
 * How the owner's log speaks of a turn. The gateway makes it, for history knows no secret. Nothing of it opens anything
 * or is a visitor's own word. Each part may be absent: an older Burrow, whose other half or journal this may be, knew none.
 */

export interface Trace {
  /** Of the request that asked: made at the gateway's door, and told to whoever asked as `X-Request-Id`. */
  requestId?: string
  /** The visitor's pseudonym: the same for all that one visitor asks. */
  who?: string
  /** The model, where it is known to be offered; any other name is what somebody wrote. */
  model?: string
  /** What stands for the address of whoever asked, for the day: the box's time is counted by it, and no line names it. */
  from?: string
  /** How many times as much as others all who come from there may have; absent for once. */
  times?: number
}
