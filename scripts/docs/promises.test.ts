/** The page of the promises names them all, and each test that it names says so itself. */

import { posix } from 'node:path'
import { describe, it } from 'vitest'
import { linksIn, read } from './pages.ts'

const PAGE = 'docs/promises.md'

const numbersIn = (text: string): string[] =>
  [...text.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, n = '']) => n)

/** A row of its tables: the number of a promise, and the tests that show it. */
const ROWS = [...read(PAGE).matchAll(/^\| ([A-Z]\d+) \|.*$/gm)].map(([row, number = '']) => ({
  number,
  tests: linksIn(row).map(link => posix.join('docs', link)),
}))

describe('the page of the promises', () => {
  it('has a row for each that is made, and for no other', ({ expect }) => {
    const made = numbersIn(read('workers/protocol/SPEC.md'))
    expect(made.length).toBeGreaterThan(0)
    expect(ROWS.map(({ number }) => number)).toEqual(made)
  })

  it.for(ROWS)('names tests of $number that cite it', ({ number, tests }, { expect }) => {
    expect(tests.filter(test => !read(test).includes(`[${number}]`))).toEqual([])
  })
})
