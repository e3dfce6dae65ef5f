import { describe, it } from 'vitest'
import { Misconfigured, settings } from './settings.ts'

/** Each call with an object of its own: what was parsed is kept with the environment. */
const of = (env: object) => settings(env as HistoryEnv)

describe("history's settings", () => {
  it('are what their units say, and have defaults', ({ expect }) => {
    expect(of({})).toEqual({
      stallMs: 60_000,
      retryMs: [1, 2, 4, 8, 15, 30, 60].map(s => s * 1_000),
      tabs: 64,
      viewers: 64,
      kept: {
        visitor: { chats: 1_000, messages: 10_000, bytes: 10_000_000 },
        site: { chats: 200_000, messages: 1_000_000, bytes: 250_000_000 },
      },
    })
    expect(of({ STALL_SECONDS: '0.5', RETRY_SECONDS: '0, 0.25' })).toMatchObject({
      stallMs: 500,
      retryMs: [0, 250],
    })
  })

  it('that are wrong are named, with what they may be', ({ expect }) => {
    for (const wrong of ['', 'soon', '0', '-1', '601', 'NaN', 'Infinity'])
      expect(() => of({ STALL_SECONDS: wrong }), wrong).toThrow(/^STALL_SECONDS must be a number of seconds/)
    for (const wrong of ['1,,x', '-1', '601', '1;2', Array(21).fill('1').join()])
      expect(() => of({ RETRY_SECONDS: wrong }), wrong).toThrow(/^RETRY_SECONDS must be at most 20 numbers/)
    expect(() => of({ STALL_SECONDS: 'soon' })).toThrow(Misconfigured)
  })
})
