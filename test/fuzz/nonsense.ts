/** What nobody should send: values and texts that are wrong in every way that we could think of, drawn by dice. */

import type { Dice } from '../soak/dice.ts'

/** Stands in every text that could be somebody's, so that it is found wherever it should not be. */
export const CANARY = 'canary'

const TEXTS = [
  '',
  ' ',
  '\n\t ',
  '\u0000',
  `${CANARY}\u0000${CANARY}`,
  '\ud800',
  `\udfff${CANARY}\ud83e`,
  '\u202e\u2066\ufeff',
  'ﷺ'.repeat(40),
  'e\u0301\u0301\u0301'.repeat(30),
  '__proto__',
  'constructor',
  'undefined',
  'null',
  '[object Object]',
  '-1',
  '1e309',
  '0x10',
  "' OR 1=1 --",
  '"; DROP TABLE chats; --',
  '%s%n%x',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  '<script>globalThis.ran=1</script>',
  '<img src=x onerror=globalThis.ran=1>',
  'data:text/html,x',
  '\r\nSet-Cookie: burrow=mine\r\n\r\n',
  '🦡'.repeat(300),
] as const

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  -0.5,
  255,
  256,
  65_536,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  1e300,
  5e-324,
] as const

/** As JSON writes them, what JavaScript's numbers do not hold. */
const NUMERALS = ['1e999', '-1e999', '-0.0', '123456789012345678901234567890', '1e-400', '0.1e1'] as const

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'] as const

export class Nonsense {
  readonly dice: Dice
  /** Ids that there are, whosever they are. */
  readonly ids: readonly [string, ...string[]]

  constructor(dice: Dice, ids: readonly [string, ...string[]]) {
    this.dice = dice
    this.ids = ids
  }

  /** Up to 3 kB; rarely, and where it may be `huge`, as much as a body. */
  text(huge = false): string {
    const { dice } = this
    if (dice.chance(0.5)) return dice.pick(TEXTS)
    if (huge && dice.chance(0.02)) return CANARY.repeat(dice.between(20_000, 120_000))
    const points = [0x20, 0x7e, 0xa0, 0x2ff, 0x4e00, 0x9fff, 0xd7ff, 0xd800, 0xe000, 0xffff] as const
    return dice
      .some(1, dice.chance(0.1) ? 1_000 : 30, () => {
        const start = dice.pick(points)
        return String.fromCharCode(start + dice.between(0, 90))
      })
      .join('')
  }

  /** One that there is, one that there is not, or one with a flaw. */
  id(): string {
    const { dice } = this
    const id = dice.chance(0.6) ? dice.pick(this.ids) : this.uuid()
    if (dice.chance(0.85)) return id
    const at = dice.between(0, id.length - 1)
    return dice.pick([
      id.toUpperCase(),
      id.slice(0, -1),
      `${id}0`,
      id.replaceAll('-', ''),
      `{${id}}`,
      `${id.slice(0, at)}${dice.between(0, 9)}${id.slice(at + 1)}`,
      `${id}\u0000`,
      ` ${id}`,
    ])
  }

  /** Of this seed, as all else. */
  uuid(): string {
    const hex = this.dice.some(32, 32, () => this.dice.between(0, 15).toString(16)).join('')
    const [a, b, c, d, e] = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(13, 16),
      hex.slice(17, 20),
      hex.slice(20),
    ]
    return `${a}-${b}-7${c}-8${d}-${e}`
  }

  /** Anything that JSON can say. */
  value(depth = 3): unknown {
    const { dice } = this
    switch (dice.between(0, depth > 0 ? 9 : 6)) {
      case 0:
        return null
      case 1:
        return dice.chance(0.5)
      case 2:
      case 3:
        return dice.pick(NUMBERS)
      case 4:
        return this.id()
      case 5:
      case 6:
        return this.text()
      case 7:
        return dice.some(0, 4, () => this.value(depth - 1))
      case 8:
        return this.deep()
      default:
        return Object.fromEntries(dice.some(0, 4, () => [this.text(), this.value(depth - 1)]))
    }
  }

  /** Nested deeper than anybody means it. */
  deep(): unknown {
    const isList = this.dice.chance(0.5)
    let value: unknown = null
    for (let left = this.dice.between(2, 800); left > 0; left -= 1) value = isList ? [value] : { a: value }
    return value
  }

  numeral = (): string => this.dice.pick(NUMERALS)

  method = (): string => this.dice.pick(METHODS)
}
