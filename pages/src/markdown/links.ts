/** Which addresses of the model's become links, and what they say about where they lead. */
import type { Branch, View } from './view.ts'
import { icon } from './view.ts'

/** Nothing else: no `javascript:` or `data:`, and no relative address, which would lead into Burrow itself. */
const SCHEMES = new Set(['https:', 'http:', 'mailto:'])

/** Leaves no opener, no referrer, and lends no weight to what a model happened to write. */
const OUTWARD = { target: '_blank', rel: 'noopener noreferrer nofollow' }

/** The address as the browser itself reads it, so that no second reading can differ from the one judged here. */
function safeAddress(href: string): URL | undefined {
  const url = URL.parse(href)
  return url && SCHEMES.has(url.protocol) ? url : undefined
}

const place = (url: URL) => (url.protocol === 'mailto:' ? url.pathname : url.host)

/** True when the words of a link already are its address, as far as the host goes. */
function tells(text: string, url: URL): boolean {
  const words = text.trim()
  // Letters from elsewhere can look like others: such a host is always spelled out.
  if (/\s/.test(words) || url.host.includes('xn--')) return false
  const said = words.includes(':') ? URL.parse(words) : URL.parse(`https://${words}`)
  return words === place(url) || (said !== null && said.host === url.host)
}

/** A link, or just its words where the address is not to be trusted. */
export function link(href: string, text: string, kids: View[], key: string): View[] {
  const url = safeAddress(href)
  if (!url) return kids
  const shown = kids.length > 0 ? kids : [place(url)]
  const to = kids.length === 0 || tells(text, url) ? [] : [whereTo(url)]
  return [
    {
      tag: 'a',
      key: `${url.href} ${key}`,
      set: { href: url.href, ...OUTWARD },
      kids: () => [...shown, ...to],
    },
  ]
}

/** Seen before it is followed, on a phone too: the words of a link are the model's, its place is not. */
function whereTo(url: URL): Branch {
  const host = place(url)
  return { tag: 'span', key: host, set: { class: 'to' }, kids: () => [` (${host})`] }
}

/** An image is never fetched: the chip says what it shows and whose it is. */
export function chip(href: string, alt: string): View[] {
  const url = safeAddress(href)
  if (!url || url.protocol === 'mailto:') return alt ? [alt] : []
  const host: Branch = { tag: 'span', key: url.host, kids: () => [url.host] }
  const set = { class: 'chip', href: url.href, ...OUTWARD }
  const kids = () => [icon('image'), ...(alt ? [`${alt} `] : []), host]
  return [{ tag: 'a', key: `${url.href} ${alt}`, set, kids }]
}
