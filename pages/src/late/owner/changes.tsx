/** Who changed what. */

import type { OwnerChange } from '../../../../workers/protocol/owner.ts'
import { when } from '../../words/when.ts'
import { Section, Table } from './section.tsx'

export const Changes = ({ changes }: { changes: OwnerChange[] }) => (
  <Section name="Changes">
    {changes.length === 0 ? (
      <p class="soft">Nothing was changed here yet.</p>
    ) : (
      <Table name="Changes" heads={['When', 'Who', 'What']}>
        {changes.map(({ at, by, what }, n) => (
          <tr key={`${at} ${changes.length - n}`}>
            <td>{when(at)}</td>
            <td>
              <bdi>{by}</bdi>
            </td>
            <td class="what">
              <bdi>{what}</bdi>
            </td>
          </tr>
        ))}
      </Table>
    )}
  </Section>
)
