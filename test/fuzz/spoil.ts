/** Spoils bytes and paths, which were good before. */

import type { Nonsense } from './nonsense.ts'

/** What is no UTF-8: bytes that begin nothing, that end too early, that say a thing in too many bytes, halves of pairs. */
const NO_UTF8 = ['ff', 'c3', '80', 'c080', 'eda080', 'f8888080', 'fe', 'f0288c28', '00', 'efbbbf'] as const

/** A body as it would be sent: whole, or not. */
export function spoilBody(json: string, nonsense: Nonsense): Buffer {
  const { dice } = nonsense
  if (dice.chance(0.75)) return Buffer.from(json)
  const bytes = Buffer.from(json)
  const at = dice.between(0, bytes.length)
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (dice.between(0, 9)) {
    case 0:
      return head
    case 1:
      return Buffer.concat([head, Buffer.from(dice.pick(NO_UTF8), 'hex'), tail])
    case 2:
      return Buffer.concat([bytes, bytes])
    case 3:
      return Buffer.from(json.replace(/"[^"]*"/, `"\\u${dice.pick(['d800', '0000', 'dc00', 'zzzz'])}"`))
    case 4:
      return Buffer.from(json.replace(/"[^"]*"(?=[,}])|true|null/, nonsense.numeral()))
    case 5:
      return Buffer.from(json.replace('{', `{"turn":null,"__proto__":{"title":1},`))
    case 6:
      return Buffer.from(`${'['.repeat(dice.between(1, 100_000))}`)
    case 7:
      return Buffer.from(`\ufeff${json}`, dice.pick(['utf8', 'utf16le']))
    case 8:
      return Buffer.from(`text=${json}&${json}`)
    default:
      return Buffer.from(nonsense.text(true))
  }
}

/** What a client would call another path, or none; in latin1, as it goes over the wire. */
export function spoilPath(path: string, nonsense: Nonsense): string {
  const { dice } = nonsense
  const at = Math.max(1, path.indexOf('/', dice.between(1, path.length)))
  const put = (what: string) => path.slice(0, at) + what + path.slice(at)
  switch (dice.between(0, 12)) {
    case 0:
      return put(dice.pick(['/', '//', '/.', '/..', '/./..', '/%2e%2e', '/%2E', '\\..\\', '/..%2f', '/...']))
    case 1:
      return put(dice.pick(['%00', '%ff', '%', '%zz', '%c0%af', '%ed%a0%80', '%0d%0a', '%25', '%2f', ';a=b']))
    case 2:
      return path + dice.pick(['/', '/x', '.json', '/../..', '%20', '#x', '?', '??', '*'])
    case 3:
      return path.replaceAll(/[a-z]/g, letter =>
        dice.chance(0.3) ? `%${letter.charCodeAt(0).toString(16)}` : letter
      )
    case 4:
      return dice.chance(0.5)
        ? path.toUpperCase()
        : path.replace('/api', dice.pick(['/Api', '/api/api', '//api', '/api.']))
    case 5:
      return `${path}${'x'.repeat(dice.between(100, 7_000))}`
    case 6:
      return `${path}?${'a=b&'.repeat(dice.between(1, 800))}`
    case 7:
      return `${path}?cursor=${encoded(nonsense.text())}&cursor=${encoded(nonsense.id())}`
    case 8:
      return `${path}?through=${encoded(nonsense.id())}&before=${encoded(nonsense.text())}`
    case 9:
      return `${path}?${nonsense.dice.pick(['__proto__[x]=1', 'constructor=1', 'a[]=1&a[]=2', '%ff=%ff', '=', '&&&'])}`
    case 10:
      return put('\u00e9\u00ff')
    case 11:
      return path.slice(0, at)
    default:
      return `/${encoded(nonsense.text())}`
  }
}

/** As a path may hold it: half of a pair has no bytes. */
export const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())
