/** The reader of lines: whatever the borders of chunks, and whatever stands in a line. */

import { describe, it } from 'vitest'
import { type Line, Lines } from './lines.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** All lines of a text that comes in chunks of so many bytes. */
function read(text: string, size = text.length * 4): Line[] {
  const lines = new Lines()
  const all = bytes(text)
  const found: Line[] = []
  for (let from = 0; from < all.length; from += size)
    found.push(...lines.feed(all.subarray(from, from + size)))
  return found
}

const said = (content: string, more: object = {}) =>
  `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false, ...more })}\n`

describe('lines of an answer', () => {
  it('[T6] are the same whatever the borders of chunks, inside a character too', ({ expect }) => {
    const text =
      said('漢字 🙂') + said(' größer') + said('', { done: true, done_reason: 'stop', eval_count: 2 })
    const whole = read(text)
    expect(whole).toEqual([
      { is: 'delta', kind: 'text', text: '漢字 🙂' },
      { is: 'delta', kind: 'text', text: ' größer' },
      { is: 'done', figures: { reason: 'stop', answerTokens: 2 } },
    ])
    for (let size = 1; size < 40; size += 1) expect(read(text, size)).toEqual(whole)
  })

  it('[T6] with thinking, text and an end at once are read in that order', ({ expect }) => {
    const line = { message: { thinking: 'hm', content: 'yes' }, done: true }
    expect(read(`${JSON.stringify(line)}\n`).map(({ is }) => is)).toEqual(['delta', 'delta', 'done'])
  })

  it('of Burrow’s own are states, the model of the host, and problems', ({ expect }) => {
    const model = { digest: 'd', context: 2_048 }
    const own = [{ state: 'queued' }, { model }, { smaller: model }, { problem: { code: 'busy' } }]
    expect(read(own.map(burrow => `${JSON.stringify({ burrow })}\n`).join(''))).toMatchObject([
      { is: 'state', state: { state: 'queued' } },
      { is: 'model', model, smaller: false },
      { is: 'model', model, smaller: true },
      { is: 'problem', by: 'gateway', problem: { code: 'busy' } },
    ])
  })

  it('that name an error are told apart, and nothing of what they quote is kept', ({ expect }) => {
    const named = (error: string) => read(`${JSON.stringify({ error })}\n`)
    expect(named('prediction aborted, token repeat limit reached: canary')).toMatchObject([
      { problem: { code: 'repetition' } },
    ])
    expect(named('the input length exceeds the context length, canary')).toMatchObject([
      { problem: { code: 'too_long' } },
    ])
    expect(named('an error was encountered: unexpected EOF near canary')).toMatchObject([
      { problem: { code: 'model_failed' }, detail: 'unexpected EOF' },
    ])
    for (const text of ['canary', 'CUDA error canary', 'repeat limit canary'])
      expect(JSON.stringify(named(text))).not.toContain('canary')
  })

  it('that cannot be read are passed over once', ({ expect }) => {
    expect(read(`{"half\n${said('a')}`)).toMatchObject([{ is: 'delta', text: 'a' }])
    expect(read(`{"half\n[1]\n${said('a')}`)[0]).toMatchObject({ problem: { code: 'unreadable' } })
    expect(read('\n\r\n')).toEqual([])
  })

  it('of more than 1 MiB end the answer, whether or not they end', ({ expect }) => {
    const long = 'x'.repeat(1_100_000)
    expect(read(said(long), 65_536)[0]).toMatchObject({ problem: { code: 'unreadable' } })
    expect(read(`{"message":{"content":"${long}`, 65_536)[0]).toMatchObject({
      problem: { code: 'unreadable' },
    })
  })
})
