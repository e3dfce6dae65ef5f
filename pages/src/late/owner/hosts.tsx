/** The hosts, how they are and what they have in memory. */

import type { OwnerHost } from '../../../../workers/protocol/owner.ts'
import { Words } from '../../parts/words.tsx'
import { bytes, count } from '../../words/numbers.ts'
import { hostNow } from '../../words/owner.ts'
import { Section, Table } from './section.tsx'

export const Hosts = ({ hosts }: { hosts: OwnerHost[] }) => (
  <Section name="Hosts">
    {hosts.length === 0 ? (
      <p class="soft">No host is configured.</p>
    ) : (
      <Table name="Hosts" heads={['Host', 'Now', 'Loaded', 'Memory#', 'Answers in#']}>
        {hosts.map(host => (
          <Row key={host.name} host={host} />
        ))}
      </Table>
    )}
  </Section>
)

function Row({ host }: { host: OwnerHost }) {
  const { name, loaded, answersInMs } = host
  const { is, first, rest } = hostNow(host)
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        <span class="state" data-is={is}>
          <Words>{first}</Words>
        </span>
        {rest && (
          <Words class="small soft" as="span">
            {rest}
          </Words>
        )}
      </td>
      <td>
        {loaded.length === 0
          ? '–'
          : loaded.map(model => (
              <div key={model.name}>
                <bdi>{model.name}</bdi>
              </div>
            ))}
      </td>
      <td class="num">
        {loaded.length === 0 ? '–' : bytes(loaded.reduce((all, each) => all + each.bytes, 0))}
      </td>
      <td class="num">{answersInMs === undefined ? '–' : `${count(answersInMs)} ms`}</td>
    </tr>
  )
}
