/** How much may be written from one address in a day, with however many cookies. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { from, home, limited, newTurn, refused, takes } from '../../testing/limited.ts'

inPretendedTime()

describe('[Q5] what is written', () => {
  const MB = 1_000_000
  const wide = { TURNS_A_MINUTE: '100', NEW_VISITORS_AN_HOUR: '100', ADDRESS_MB: '1' }
  const writes = (box: ReturnType<typeof limited>, who: string, bytes: number, address = home) =>
    refused(box, { who, address }, newTurn(), bytes)

  it('from one address in a day is as much as the owner lets it be, by however many', async () => {
    const box = limited(wide)
    for (let n = 0; n < 4; n += 1) expect(await writes(box, `new ${n}`, 240_000)).toBeNull()
    const why = await writes(box, 'one more', 240_000)
    expect(why).toMatchObject({ code: 'too_much_written', retryable: true })
    expect(why?.message).toMatch(/^As much has been written from your network today as may be\. More /)
    // What fits is asked, and what is kept of nobody is not counted.
    expect(await writes(box, 'one more', 30_000)).toBeNull()
    expect(await refused(box, { who: 'a program', address: home })).toBeNull()
    expect(await writes(box, 'elsewhere', 240_000, from('school'))).toBeNull()
    expect(await writes(box, 'here', 1_010_000, from('home', 2))).toMatchObject({ code: 'too_much_written' })
    expect(await writes(box, 'here', 900_000, from('home', 2))).toBeNull()
    await pass((why?.retryAfterMs ?? 0) / 1_000)
    expect(await writes(box, 'new 0', 240_000)).toBeNull()
  })

  it('is counted with each question’s own rows, and outlives a death before any host has begun with it', async () => {
    const box = limited(wide)
    const each = 240_000
    for (let n = 0; n < 4; n += 1) {
      expect(await writes(box, 'a', each)).toBeNull()
      box.dies()
    }
    const left = MB - 4 * (each + 1_500) - 1_500
    expect(await writes(box, 'a', left + 1)).toMatchObject({ code: 'too_much_written' })
    expect(await writes(box, 'a', left)).toBeNull()
    expect(await writes(box, 'a', 0)).toMatchObject({ code: 'too_much_written' })
  })

  it('is not forgotten with what else is counted of an address', async () => {
    const box = limited(wide)
    expect(await writes(box, 'a', 900_000)).toBeNull()
    await takes(box, 1, { who: 'b', address: home })
    expect(await writes(box, 'c', 100_000)).toMatchObject({ code: 'too_much_written' })
  })
})
