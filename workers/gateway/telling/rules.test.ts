/** When the owner is told what, look by look, in pretended time. */

import { describe, it } from 'vitest'
import { consider, type Finding, type Kept, known, type News, type Subject } from './rules.ts'

const MINUTE = 60_000

/** Looks five minutes apart, of one thing; whatever is told is taken, unless the receiver is `deaf`. */
function looks(subject: Subject, seen: string, deaf = (_look: number) => false): string {
  let kept: Kept | undefined
  return [...seen]
    .map((how, look) => {
      const found: Finding = { subject, bad: how === 'x' }
      const considered = consider(kept, found, look * 5 * MINUTE)
      kept = considered.kept
      if (considered.news === undefined) return '-'
      if (deaf(look)) return '?'
      kept = known(kept, considered.news.bad)
      return considered.news.bad ? 'B' : 'W'
    })
    .join('')
}

describe('the owner', () => {
  it.for([
    // Well at each look, away, back.
    ['box', '.....', '-----'],
    ['box', '.xxxxxx', '--B----'],
    ['box', '.xxxx.....', '--B---W---'],
    // Started anew; and away again when it had only just come back.
    ['box', '.x.x.x.', '-------'],
    ['box', 'xx.xx.xx', '-B------'],
    ['box', 'xx..xx..', '-B-W-B-W'],
    // What needs no patience, and is no news when it is over.
    ['requests', '..xxx', '--B--'],
    ['requests', '..xxx...xx', '--B-----B-'],
    ['backup', 'xxx.xx', 'B---B-'],
  ] as const)('[O3] is told of the %s, seen %s, thus: %s', ([subject, seen, told], { expect }) => {
    expect(looks(subject, seen)).toBe(told)
  })

  it('is told with every look until somebody takes it, and of nothing that has passed meanwhile', ({
    expect,
  }) => {
    expect(looks('box', 'xxxxxx', look => look < 4)).toBe('-???B-')
    expect(looks('box', 'xxxx...', look => look < 4)).toBe('-???---')
    expect(looks('box', 'xx....', look => look > 1 && look < 5)).toBe('-B-??W')
  })

  it('hears since when, and how long it was away', ({ expect }) => {
    const away: Finding = { subject: 'box', bad: true, code: 'host_offline', since: 2 * MINUTE }
    const first = consider(undefined, away, 5 * MINUTE)
    const second = consider(first.kept, { ...away, since: 9 * MINUTE }, 10 * MINUTE)
    expect([first.news, second.news]).toEqual([
      undefined,
      { ...away, since: 2 * MINUTE, before: 0 } satisfies News,
    ])
    let { kept } = { kept: known(second.kept, true) }
    for (const at of [60, 65]) {
      const { kept: now, news } = consider(kept, { subject: 'box', bad: false }, at * MINUTE)
      kept = now
      expect(news).toEqual(
        at === 60 ? undefined : { subject: 'box', bad: false, since: 60 * MINUTE, before: 2 * MINUTE }
      )
    }
  })

  it('costs no row while nothing changes', ({ expect }) => {
    const well: Finding = { subject: 'box', bad: false }
    const { kept } = consider(undefined, well, 0)
    expect(consider(kept, well, MINUTE).kept).toBe(kept)
    const untold = [1, 2, 3].reduce<Kept | undefined>(
      (before, at) => consider(before, { ...well, bad: true }, at).kept,
      kept
    )
    expect(consider(untold, { ...well, bad: true }, 4).kept).toBe(untold)
  })
})
