/** A block of code: its language's name, the button that copies it, and the code, coloured once it is complete. */
import type { Tokens } from 'marked'
import { OPEN } from './complete.ts'
import { highlight } from './highlight.ts'
import { language } from './languages.ts'
import { type Branch, icon } from './view.ts'

/** The name comes from the model; the header stays ours. */
const LONGEST_NAME = 24

export function code(token: Tokens.Code): Branch {
  const tag = /^[^\s{]*/.exec(token.lang ?? '')?.[0] ?? ''
  const { name, grammar } = language(tag)
  const isOpen = token.raw.endsWith(OPEN)
  const title = (name || tag).slice(0, LONGEST_NAME)
  const text = token.text.replace(/\n$/, '')
  const header: Branch = {
    tag: 'header',
    key: title,
    kids: () => [{ tag: 'span', key: title, kids: () => [title] }, copyButton],
  }
  const body: Branch = {
    tag: 'code',
    // Whether it is complete belongs to the key: that alone decides when it is coloured.
    key: `${isOpen ? 'open' : 'whole'} ${tag} ${text}`,
    kids: () => [text],
    ...(grammar && !isOpen ? { complete: node => void highlight(node, grammar) } : {}),
  }
  return {
    tag: 'figure',
    key: body.key,
    set: { class: 'code' },
    kids: () => [header, { tag: 'pre', key: body.key, set: { tabindex: '0' }, kids: () => [body] }],
  }
}

const copyButton: Branch = {
  tag: 'button',
  key: 'copy',
  set: { type: 'button', class: 'bare' },
  kids: () => [icon('copy'), 'Copy'],
}
