/** The last seven days, or all that are known: a small chart of the box's time, and the figures. */

import { useState } from 'preact/hooks'
import type { OwnerDay } from '../../../../workers/protocol/owner.ts'
import { Words } from '../../parts/words.tsx'
import { count, seconds } from '../../words/numbers.ts'
import { boxTime, dayName, dayShort, lastDays } from '../../words/owner.ts'
import { Section, Table } from './section.tsx'

const WEEK = 7

/** Days of which Burrow knows. */
const KEPT = 31

/** Units of the chart's own, in which its highest column is so high. */
const HIGH = 100

export function Days({ days, today }: { days: readonly OwnerDay[]; today: number }) {
  const [length, setLength] = useState(WEEK)
  const shown = lastDays(days, today, length)
  const other = length === WEEK ? KEPT : WEEK
  return (
    <Section name={`Last ${length} days`}>
      {shown.every(({ turns, boxSeconds }) => turns === 0 && boxSeconds === 0) ? (
        <p class="soft">Nobody has asked in these days.</p>
      ) : (
        <>
          <Chart days={shown.toReversed()} />
          <Table
            name="Usage"
            heads={['Day', 'Visitors#', 'Questions#', 'Failed#', 'Box time#', 'Longest wait#']}
          >
            {shown.map(each => (
              <Row key={each.day} day={each} today={today} />
            ))}
          </Table>
        </>
      )}
      <button type="button" class="bare" onClick={() => setLength(other)}>
        <Words>{`Show ${other} days`}</Words>
      </button>
      <p class="soft small">
        A day begins at 00:00 UTC. What people ask is not shown here, and not in the logs.
      </p>
    </Section>
  )
}

const Row = ({ day, today }: { day: OwnerDay; today: number }) => (
  <tr>
    <td>{dayName(day.day, today)}</td>
    <td class="num">{count(day.visitors)}</td>
    <td class="num">{count(day.turns)}</td>
    <td class="num">{count(day.failed)}</td>
    <td class="num">{boxTime(day.boxSeconds)}</td>
    <td class="num">{seconds(day.longestWaitSeconds)}</td>
  </tr>
)

/** Who does not see it has the table. */
function Chart({ days }: { days: readonly OwnerDay[] }) {
  const most = Math.max(1, ...days.map(({ boxSeconds }) => boxSeconds))
  return (
    <figure aria-hidden="true">
      <figcaption class="small soft">Box time, {boxTime(most)} at the most</figcaption>
      <div class={days.length > WEEK ? 'bars many' : 'bars'}>
        {days.map(({ day, boxSeconds }) => {
          const high = (boxSeconds / most) * HIGH
          return (
            <div key={day}>
              <svg viewBox={`0 0 10 ${HIGH}`} preserveAspectRatio="none">
                <rect x={1} y={HIGH - high} width={8} height={high} />
              </svg>
              {days.length <= WEEK && <span class="small soft">{dayShort(day)}</span>}
            </div>
          )
        })}
      </div>
    </figure>
  )
}
