/** The API keys that there are. */

import type { ApiKey } from '../../../workers/protocol/keys.ts'
import { onDay } from '../words/when.ts'
import { RemoveButton } from './remove-button.tsx'

interface Props {
  keys: ApiKey[]
  remove(id: string): Promise<void>
}

export const ApiKeyTable = ({ keys, remove }: Props) => (
  <div class="sideways" tabindex={0} role="region" aria-label="Your keys">
    <table>
      <thead>
        <tr>
          <th>Name</th>
          <th>Made</th>
          <th>Last used</th>
          <th>
            <span class="unseen">Action</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map(key => (
          <Row key={key.id} known={key} remove={() => remove(key.id)} />
        ))}
      </tbody>
    </table>
  </div>
)

const Row = ({ known: { name, createdAt, usedAt }, remove }: { known: ApiKey; remove(): Promise<void> }) => (
  <tr>
    <td>
      <bdi>{name}</bdi>
    </td>
    <td>{onDay(createdAt)}</td>
    <td>{usedAt === undefined ? 'never' : onDay(usedAt)}</td>
    <td>
      <RemoveButton name={name} remove={remove} />
    </td>
  </tr>
)
