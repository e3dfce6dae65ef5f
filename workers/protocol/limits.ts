/** Every number that two rooms share, with its unit and why it is that number. */

/** Characters of one question: 32k tokens of English, more than most home models hold. Ollama itself sets no limit. */
export const QUESTION_CHARS = 128_000

/** Bytes of the body that asks: a question in which every character takes four bytes, and its envelope. */
export const BODY_BYTES = 600_000

/** Bytes of a body that changes a chat: a title in which every character is written as an escape, and its envelope. */
export const CHANGE_BYTES = 4_000

/** Bytes of what a browser says of a passkey: what attests it may be long. */
export const PASSKEY_BYTES = 64_000

/** Bytes of what an owner changes at once: two texts, and every model that a box may have. */
export const OWNER_BYTES = 200_000

/** Bytes of a body that nobody reads: some clients send a word where nothing is taken. */
export const NO_BODY_BYTES = 1_000

/** Characters of a chat's title: two lines of the sidebar. */
export const TITLE_CHARS = 120

/** Chats on one page of the list: two screens of the sidebar. */
export const PAGE_CHATS = 40

/** Characters of one answer: ten times a long one, and with its thinking below D1's 2 MB a row. */
export const ANSWER_CHARS = 400_000

/** Who watches one turn at a time that waits for its place: more tabs than anybody looks at. */
export const WATCHERS = 64

/**
 * Milliseconds for which what changed is told again to a tab that has only just come: the time between fetching the
 * list and listening, and the moment before D1 lists a new chat. An object that hibernates was idle for longer.
 */
export const FEED_AGAIN_MS = 8_000

/** Milliseconds between comments on a quiet stream; proxies and the edge drop a connection that is silent for longer. */
export const HEARTBEAT_MS = 10_000

/** A viewer that has not taken what was written to it for so long, in milliseconds, is dropped; it attaches again by position. */
export const VIEWER_PATIENCE_MS = 30_000

/** Milliseconds for which a question waits for its place, or for a box that is away: what nobody came to in a day nobody waits for. */
export const WAIT_MS = 24 * 60 * 60_000

/** Passkeys of one visitor: more than anybody has devices. */
export const PASSKEYS = 20

/** Characters of a passkey's name: one line. */
export const PASSKEY_NAME_CHARS = 60

/** Messages of one chat: more than anybody reads, and it bounds what one chat can fill. */
export const CHAT_MESSAGES = 10_000
