/** Where an address ends that stands in a text without any mark around it. */

/** A scheme or `www.`, and a host that a browser can look up as it is written. */
const HOST = /^(?:(?:https?|ftp):\/\/|www\.)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*/i

/** What RFC 3986 lets an address consist of. */
const ASCII = /[!#-;=?-[\]_a-z~]/i

/** Letters of other scripts, which browsers show in a path though none is sent. */
const LETTER = /[\p{L}\p{M}\p{N}]/u

/** Marks that end a sentence rather than an address (GFM, 6.9), and an entity. */
const TRAILING = /(?:[?!.,:*_~'"]|&[a-z0-9]+;)+$/i

/**
 * `见 https://example.com/a，谢谢` ends before the comma, and so does a host: otherwise the link would lead to one that
 * nobody wrote. Letters that are not ASCII belong to a path only where they begin a part of it, as in `/wiki/东京`.
 * Null if no host is left.
 */
export function trimAddress(src: string, found: string): string | null {
  const host = HOST.exec(src)?.[0]
  if (host === undefined) return null
  let end = host.length
  for (const letter of src.slice(end, Math.max(found.length, end))) {
    const before = src.charAt(end - 1)
    const isOurs =
      ASCII.test(letter) || (LETTER.test(letter) && (/[/=_-]/.test(before) || !ASCII.test(before)))
    if (!isOurs) break
    end += letter.length
  }
  let address = src.slice(0, end)
  for (let length = -1; length !== address.length;) {
    length = address.length
    address = address.replace(TRAILING, '')
    if (address.endsWith(')') && count(address, ')') > count(address, '(')) address = address.slice(0, -1)
  }
  return HOST.test(address) ? address : null
}

const count = (text: string, mark: string): number => text.split(mark).length - 1
