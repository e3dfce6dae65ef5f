/** Turnstile's siteverify, pretended: as its documentation says of the keys for tests, and of a token of a widget. */

/** What the widget gives with a site key for tests. */
export const DUMMY = 'XXXX.DUMMY.TOKEN.XXXX'

/** Secrets that pass everybody, nobody, and say of each token that it was spent. */
export const SECRETS = {
  passes: '1x0000000000000000000000000000000AA',
  fails: '2x0000000000000000000000000000000AA',
  spent: '3x0000000000000000000000000000000AA',
} as const

/** That of a widget of its owner's. */
export const REAL = '0x4AAAAAAAexample'

const no = (...codes: string[]) => ({ success: false, 'error-codes': codes })

/** Tokens of a widget of the owner's are `<action>@<hostname>` here; each is taken once. */
export function verdictOf(body: unknown, spent: Set<string>): object {
  const { secret, response: token } = body as { secret: string; response: string }
  if (secret === SECRETS.fails) return no('invalid-input-response')
  if (secret === SECRETS.spent) return no('timeout-or-duplicate')
  if (secret === SECRETS.passes)
    return token === DUMMY
      ? { success: true, 'error-codes': [], hostname: 'example.com' }
      : no('invalid-input-response')
  if (secret !== REAL) return no('invalid-input-secret')
  const [action, hostname] = token.split('@')
  if (hostname === undefined) return no('invalid-input-response')
  if (spent.has(token)) return no('timeout-or-duplicate')
  spent.add(token)
  return { success: true, 'error-codes': [], hostname, action }
}
