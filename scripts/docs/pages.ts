/** The Markdown pages of the project: what each links to, and the headings that can be linked to. */

import { globSync, readFileSync } from 'node:fs'
import { marked, type MarkedToken } from 'marked'
import { at, ROOT } from '../paths.ts'

/** Paths from the root, of what was written here: not what was installed, built or stored. */
export const PAGES: string[] = globSync('**/*.md', {
  cwd: ROOT,
  exclude: path => /(^|\/)(node_modules|\.[^/]+|dist|out)$/.test(path),
}).sort()

export const read = (page: string): string => readFileSync(at(page), 'utf8')

/** Where a text links to within the project, pictures included, as it is written. Addresses elsewhere are not among them. */
export function linksIn(text: string): string[] {
  const found: string[] = []
  each(text, token => {
    if (token.type === 'link' || token.type === 'image') found.push(token.href)
  })
  return found.filter(href => !/^[a-z][a-z\d+.-]*:|^\/\//i.test(href))
}

/**
 * What stands behind `#` for each heading of a text, as code hosts make it: its words in small letters, with a hyphen for
 * each space and no other marks; where it has been there already, with a number.
 */
export function anchorsIn(text: string): string[] {
  const found: string[] = []
  const times = new Map<string, number>()
  each(text, token => {
    if (token.type !== 'heading') return
    const words = token.text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '')
    const anchor = words.trim().replace(/\s/g, '-')
    const before = times.get(anchor) ?? 0
    times.set(anchor, before + 1)
    found.push(before === 0 ? anchor : `${anchor}-${before}`)
  })
  return found
}

function each(text: string, hear: (token: MarkedToken) => void): void {
  // No extension is in use, so there are marked's own tokens alone.
  marked.walkTokens(marked.lexer(text), token => hear(token as MarkedToken))
}
