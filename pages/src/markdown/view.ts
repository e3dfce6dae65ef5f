/** What may stand in an answer: the allow-list. A view is data; `sync.ts` alone turns it into nodes. */

/** No `img`, `script`, `style`, `iframe`, `form` or `svg` content of the model's can be said in this type. */
export type Tag =
  | 'p'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'ul'
  | 'ol'
  | 'li'
  | 'input'
  | 'blockquote'
  | 'hr'
  | 'br'
  | 'div'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'
  | 'figure'
  | 'header'
  | 'span'
  | 'button'
  | 'pre'
  | 'code'
  | 'strong'
  | 'em'
  | 'del'
  | 'sub'
  | 'sup'
  | 'kbd'
  | 'mark'
  | 'bdi'
  | 'a'
  | 'svg'
  | 'use'

export type Attribute =
  | 'class'
  | 'dir'
  | 'href'
  | 'title'
  | 'target'
  | 'rel'
  | 'start'
  | 'type'
  | 'checked'
  | 'disabled'
  | 'tabindex'
  | 'role'
  | 'aria-label'
  | 'aria-hidden'
  | 'translate'

export interface Branch {
  tag: Tag
  /** Equal keys promise equal contents, so that an unchanged branch is passed over unread. */
  key: string
  set?: Partial<Record<Attribute, string>> | undefined
  kids?: () => View[]
  /** Called once the branch is complete and will not change any more; it may then rearrange its own nodes. */
  complete?: (node: Element) => void
}

export type View = string | Branch

/** One of the icons in the page's sprite. */
export const icon = (name: 'copy' | 'image'): Branch => ({
  tag: 'svg',
  key: name,
  set: { 'aria-hidden': 'true' },
  kids: () => [{ tag: 'use', key: name, set: { href: `#i-${name}` } }],
})
