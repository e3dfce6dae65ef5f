/** What of the Box is counted against the limits of the plan. */

import { expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { limited, takes } from '../testing/limited.ts'

inPretendedTime()

it('all turns of today are counted, whoever asked and whatever dies, and none of yesterday', async () => {
  const box = limited()
  await takes(box, 20, { who: 'a' })
  await takes(box, 30, { who: 'b' })
  box.dies()
  await takes(box, 10, { who: 'a' })
  expect(await box.desk.outlook()).toMatchObject({ turns: 3, ms: 60_000 })
  await pass(24 * 60 * 60)
  expect(await box.desk.outlook()).toMatchObject({ turns: 0, ms: 0 })
})
