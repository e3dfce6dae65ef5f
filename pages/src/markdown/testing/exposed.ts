/** The renderer as the page under test finds it, by the name of `burrow`. */
import { drawn } from '../formula.ts'
import { markdown } from '../index.ts'
import { spent } from '../lex.ts'
import { paced, schedule } from '../schedule.ts'

/** A fresh, empty answer on the page. */
function said(): HTMLElement {
  const root = document.createElement('div')
  root.className = 'said'
  document.body.replaceChildren(root)
  return root
}

/** What stands there, with the groups taken away: they are layout, not content. */
const html = (root: Element): string => [...root.children].map(group => group.innerHTML).join('')

/** Shows a text that comes in these pieces. */
function render(pieces: string[]): string {
  const root = said()
  const { push, end } = markdown(root)
  pieces.forEach(push)
  end()
  return html(root)
}

const exposed = { markdown, paced, schedule, said, html, render, drawn, spent }

export type Exposed = typeof exposed

Object.assign(globalThis, { burrow: exposed })
