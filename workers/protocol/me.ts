/** What `GET /api/me` says of whoever asks. */

/**
 * On the answer to a question, where little is left: seconds of the box that whoever asked had left for today. So a page knows
 * without asking for it.
 */
export const LEFT_HEADER = 'Burrow-Seconds-Left'

/** What somebody has used of something, and may use in all; null for no limit. */
export interface Share {
  used: number
  most: number | null
}

/** What Burrow keeps of a visitor. */
export interface KeptUsage {
  chats: Share
  messages: Share
  /** Of texts, and 500 for each chat and message. */
  bytes: Share
}

export interface Usage extends KeptUsage {
  /** Seconds of the box today, which ends at `until` (Unix time in milliseconds): their own, or what is left to their network. */
  boxSeconds: Share & { until: number }
  /** Questions within the last minute. */
  turnsThisMinute: Share
}

export interface Me {
  usage: Usage
}
