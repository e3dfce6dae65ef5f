/** Which version of a message is shown, and the way to the others. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { showVersion } from '../../state/earlier.ts'
import type { Step } from '../../state/tree.ts'
import { IconButton } from '../icon-button.tsx'
import { Words } from '../words.tsx'
import { keepPlace } from './keep-place.ts'

interface Props {
  chat: Chat
  step: Step
  of: 'question' | 'answer'
}

/** A press that leads to another version, which is another place on the page: it stays under the hand, and keeps the focus. */
interface Press {
  version: string
  label: string
  top: number
}

let pressed: Press | null = null

export function Versions({ chat, step, of }: Props) {
  const { message, versions } = step
  const group = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (pressed?.version !== message.id || !group.current) return
    takeOver(group.current, pressed)
    pressed = null
  }, [message.id])
  if (versions.length < 2) return null
  const at = versions.indexOf(message.id)
  const show = (index: number) => (event: MouseEvent) => {
    const version = versions[index]
    const button = event.currentTarget
    if (!version || !(button instanceof HTMLElement)) return
    void showVersion(chat, version, () => {
      pressed = { version, label: button.title, top: button.getBoundingClientRect().top }
    })
  }
  return (
    <span ref={group} class="row" role="group" aria-label={`Versions of this ${of}`}>
      <Fetching chat={chat} versions={versions} />
      <IconButton icon="back" flip label="Earlier version" disabled={at === 0} onClick={show(at - 1)} />
      <Words class="small soft">{`${at + 1} / ${versions.length}`}</Words>
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

function takeOver(group: HTMLElement, { label, top }: Press) {
  const buttons = [...group.querySelectorAll('button')]
  const button = buttons.find(({ title }) => title === label)
  if (!button) return
  keepPlace(button, top)
  // At the first and the last version it cannot be pressed again.
  const next = button.disabled ? buttons.find(({ disabled }) => !disabled) : button
  next?.focus({ preventScroll: true })
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
