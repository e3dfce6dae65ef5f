/** The API keys that there are. One is removed for good, so that is asked once more, in its row. */

import { useState } from 'preact/hooks'
import type { ApiKey } from '../../../workers/protocol/keys.ts'
import { onDay } from '../words/when.ts'

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

function Row({ known: { name, createdAt, usedAt }, remove }: { known: ApiKey; remove(): Promise<void> }) {
  const [sure, setSure] = useState<'not asked' | 'asked' | 'yes'>('not asked')
  const go = async () => {
    if (sure === 'not asked') return setSure('asked')
    setSure('yes')
    await remove()
    // It is there still: that was refused.
    setSure('not asked')
  }
  return (
    <tr>
      <td>
        <bdi>{name}</bdi>
      </td>
      <td>{onDay(createdAt)}</td>
      <td>{usedAt === undefined ? 'never' : onDay(usedAt)}</td>
      <td>
        <button
          type="button"
          class={sure === 'not asked' ? 'bare' : 'btn alarm'}
          aria-disabled={sure === 'yes'}
          onClick={() => void (sure === 'yes' || go())}
          onBlur={() => sure === 'asked' && setSure('not asked')}
        >
          {sure === 'not asked' ? 'Remove' : 'Remove for good'}
          <span class="unseen"> {name}</span>
        </button>
      </td>
    </tr>
  )
}
