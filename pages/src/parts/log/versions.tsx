/** Which version of a message is shown, and the way to the others. */

import type { Chat } from '../../state/chat.ts'
import { showVersion } from '../../state/earlier.ts'
import type { Step } from '../../state/tree.ts'
import { IconButton } from '../icon-button.tsx'

export function Versions({ chat, step, of }: { chat: Chat; step: Step; of: 'question' | 'answer' }) {
  const { message, versions } = step
  if (versions.length < 2) return null
  const at = versions.indexOf(message.id)
  const show = (index: number) => () => {
    const version = versions[index]
    if (version) void showVersion(chat, version)
  }
  return (
    <span class="row" role="group" aria-label={`Versions of this ${of}`}>
      <Fetching chat={chat} versions={versions} />
      <IconButton icon="back" flip label="Earlier version" disabled={at === 0} onClick={show(at - 1)} />
      <span class="small soft">
        {at + 1} / {versions.length}
      </span>
      <IconButton
        icon="on"
        flip
        label="Later version"
        disabled={at === versions.length - 1}
        onClick={show(at + 1)}
      />
    </span>
  )
}

/** Another version is on its way, or did not come. */
function Fetching({ chat, versions }: { chat: Chat; versions: readonly string[] }) {
  const fetching = chat.fetching.value
  if (!fetching || !versions.includes(fetching.what)) return null
  return fetching.failed === undefined ? (
    <span class="small soft fresh">Fetching</span>
  ) : (
    <span class="small" role="alert">
      <b>Not fetched.</b> {fetching.failed}
    </span>
  )
}
