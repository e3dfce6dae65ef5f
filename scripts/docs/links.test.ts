/** No page of the project leads nowhere. */

import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, it } from 'vitest'
import { at } from '../paths.ts'
import { anchorsIn, linksIn, PAGES, read } from './pages.ts'

/** What is wrong with the links of a page; nothing where all lead somewhere. */
function wrongsOf(page: string): string[] {
  return linksIn(read(page)).filter(link => {
    const [path = '', anchor] = decodeURI(link).split('#')
    const target = path === '' ? page : posix.join(posix.dirname(page), path)
    if (target.startsWith('../') || !existsSync(at(target))) return true
    return anchor !== undefined && !(target.endsWith('.md') && anchorsIn(read(target)).includes(anchor))
  })
}

describe('a page', () => {
  it.for(PAGES)('links to what is there: %s', (page, { expect }) => {
    expect(wrongsOf(page)).toEqual([])
  })

  it('of the documentation is listed in its index', ({ expect }) => {
    const listed = linksIn(read('docs/README.md')).map(link =>
      posix.join('docs', link.split('#', 1)[0] ?? '')
    )
    expect(PAGES.filter(page => /^docs\/(?!README)/.test(page) && !listed.includes(page))).toEqual([])
  })
})

describe('the links of a text', () => {
  it('are found however they are written, and those that lead elsewhere are left out', ({ expect }) => {
    const text =
      '[a](b.md) ![c](d.png "e") <https://f.example> [g][h] `[i](j.md)` [k](mailto:l@m.example)\n\n[h]: n.md#o'
    expect(linksIn(text)).toEqual(['b.md', 'd.png', 'n.md#o'])
  })

  it('name a heading by its words', ({ expect }) => {
    const text =
      '# What `npm run deploy` does\n\n## A: b, c – d\n\n## Again\n\n## Again\n\n```\n# no heading\n```\n'
    expect(anchorsIn(text)).toEqual(['what-npm-run-deploy-does', 'a-b-c--d', 'again', 'again-1'])
  })
})
