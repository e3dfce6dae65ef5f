/** Who is being answered and who waits. Ending one stops somebody's answer, so that is asked once more. */

import type { OwnerTurn } from '../../../../workers/protocol/owner.ts'
import { Words } from '../../parts/words.tsx'
import { useNow } from '../../state/clock.ts'
import { endTurn } from '../../wire/owner.ts'
import { turnFor, turnPlace, whoOf } from '../../words/owner.ts'
import { withoutTurn } from './apply.ts'
import { leaveRow, Section, Table } from './section.tsx'
import { Sure } from './sure.tsx'
import { byBurrow, change } from './view.ts'

export const Queue = ({ turns }: { turns: OwnerTurn[] }) => (
  <Section name="Queue now">
    {turns.length === 0 ? (
      <p class="soft">Nobody is waiting.</p>
    ) : (
      <Table name="Queue" heads={['Place', 'Who', 'Model', 'For', 'Action']}>
        {turns.map(turn => (
          <Row key={turn.turn} turn={turn} />
        ))}
      </Table>
    )}
  </Section>
)

function Row({ turn }: { turn: OwnerTurn }) {
  const { who, model, isProgram, state } = turn
  const end = (button: HTMLElement) => {
    leaveRow(button)
    void change(withoutTurn(turn.turn), () => endTurn(turn.turn))
  }
  return (
    <tr>
      <td>
        <Words>{turnPlace(turn)}</Words>
      </td>
      <td>
        {who === undefined ? '–' : <bdi>{who}</bdi>}
        {isProgram && <span class="small soft"> by a program</span>}
      </td>
      <td>
        <bdi>{model}</bdi>
      </td>
      <For turn={turn} />
      <td>
        {state === 'answering' ? (
          <Sure label="End turn" sure="End this answer" of={`of ${whoOf(who)}`} act={end} />
        ) : (
          <Sure label="Remove" sure="Remove this question" of={`from ${whoOf(who)}`} act={end} />
        )}
      </td>
    </tr>
  )
}

/** Alone, it is drawn anew every second. */
const For = ({ turn }: { turn: OwnerTurn }) => (
  <td>
    <Words>{turnFor(turn, byBurrow(useNow()))}</Words>
  </td>
)
