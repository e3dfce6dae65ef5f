/** Keys by which programs ask in a visitor's name. A key itself is told once, when it is made, and kept nowhere. */

/** Keys of one visitor: one for each program that anybody uses, and a few to spare. */
export const KEYS_EACH = 10

/** Characters of what a key is called. */
export const KEY_NAME_CHARS = 60

/** What is known of a key. */
export interface ApiKey {
  /** UUID. It opens nothing. */
  id: string
  name: string
  /** Unix time in milliseconds. */
  createdAt: number
  /** When a program last asked by it, to the day, in Unix milliseconds; absent where none has. */
  usedAt?: number
}

/** What `GET /api/me/keys` answers, the newest first. */
export interface KeyList {
  keys: ApiKey[]
}

/** What `POST /api/me/keys` takes. */
export interface NewKey {
  name: string
}

/** What it answers: `key` is what programs send, and is told only now. */
export interface MadeKey extends ApiKey {
  key: string
}
