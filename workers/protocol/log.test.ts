import { describe, it, vi } from 'vitest'
import { causeOf, log, note } from './log.ts'

describe('the log', () => {
  it('has a line of JSON for each thing that happened', ({ expect }) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    log('cut', { code: 'interrupted', position: 12, detail: undefined })
    expect(warn.mock.calls).toEqual([['{"burrow":"cut","code":"interrupted","position":12}']])
    warn.mockRestore()
  })

  it('has what went its way at a level of its own', ({ expect }) => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => {})
    note('turn', { how: 'done', code: undefined, ms: { writing: 5 } })
    expect(info.mock.calls).toEqual([['{"burrow":"turn","how":"done","ms":{"writing":5}}']])
    info.mockRestore()
  })
})

describe('the name of a cause', () => {
  it("[V3] is the innermost error's, without the statement that a database quotes", ({ expect }) => {
    const inner = new Error('D1_ERROR: no such table')
    const outer = new Error('Failed query: insert into x\nparams: my secret', { cause: inner })
    expect(causeOf(outer)).toBe('Error: D1_ERROR: no such table')
    expect(causeOf(new Error('Failed query: insert into x\nparams: my secret'))).not.toContain('secret')
    expect(causeOf(new TypeError('at params: my secret'))).toBe('TypeError: at ')
  })

  it('[V3] never quotes what could not be read as JSON', ({ expect }) => {
    let thrown: unknown
    try {
      JSON.parse('my secret')
    } catch (error) {
      thrown = error
    }
    expect(causeOf(thrown)).toBe('SyntaxError')
  })

  it('is bounded: a long message, causes in a ring, and what is no error at all', ({ expect }) => {
    expect(causeOf(new Error('x'.repeat(10_000))).length).toBeLessThan(300)
    const ring = new Error('ring')
    ring.cause = ring
    expect(causeOf(ring)).toBe('Error: ring')
    expect(causeOf('my secret')).toBe('string')
    expect(causeOf(undefined)).toBe('undefined')
  })
})
