/** What the owner of this Worker has set. A wrong setting is named in its log, and answers nobody. */

import * as v from 'valibot'

/** Whoever guesses the key has the chats. */
const KEY_CHARS = 32

const Schema = v.object({
  VISITOR: v.pipe(v.string(), v.uuid('VISITOR is no id of a visitor.')),
  EXPORT_KEY: v.pipe(
    v.string(),
    v.minLength(KEY_CHARS, `EXPORT_KEY has fewer than ${KEY_CHARS} characters.`)
  ),
})

/** Throws, naming what is wrong. */
export function settings(env: unknown): { owner: string; key: string } {
  const { VISITOR: owner, EXPORT_KEY: key } = v.parse(Schema, env)
  return { owner, key }
}
