/** The visitor's API keys: made, seen once, copied, removed. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { type ApiKey, KEYS_EACH, type MadeKey } from '../../../workers/protocol/keys.ts'
import type { Answer } from '../wire/json.ts'
import { getKeys, makeKey, revokeKey } from '../wire/routes.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { ApiKeyForm } from './api-key-form.tsx'
import { ApiKeyTable } from './api-key-table.tsx'
import { Dialog } from './dialog.tsx'

/** Where each kind of program is to ask. */
const ADDRESSES: [string, string][] = [
  ['Programs for OpenAI', '/api/openai/v1'],
  ['Programs for Ollama', '/api/ollama'],
]

export function ApiKeys({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  /** Null until Burrow has said which there are. */
  const [keys, setKeys] = useState<ApiKey[] | null>(null)
  const [made, setMade] = useState<MadeKey | null>(null)
  const [trouble, setTrouble] = useState('')
  /** What was answered, or null: then it is said why there is nothing. */
  const told = <T,>(answer: Answer<T>): { value: T } | null => {
    setTrouble(answer.ok ? '' : (answer.problem?.message ?? 'Burrow did not answer.'))
    return answer.ok ? answer : null
  }
  useEffect(() => {
    void getKeys().then(answer => setKeys(told(answer)?.value.keys ?? null))
  }, [])
  const make = async (name: string): Promise<boolean> => {
    const answer = told(await makeKey(name))
    if (answer === null) return false
    const { key: _, ...known } = answer.value
    setMade(answer.value)
    setKeys([known, ...(keys ?? [])])
    return true
  }
  const remove = async (id: string): Promise<void> => {
    const answer = await revokeKey(id)
    // Another tab was quicker.
    if (!answer.ok && answer.problem?.code !== 'not_found') return void told(answer)
    setTrouble('')
    setKeys((keys ?? []).filter(one => one.id !== id))
    if (made?.id === id) setMade(null)
    // The button that had the focus has gone.
    dialog.current?.focus()
  }
  return (
    <Dialog name="API keys" at={dialog} wide close={close}>
      <p>
        With a key another program asks the box in your name: an editor, a script. It counts as you. What it
        asks is not kept.
      </p>
      <dl>
        {ADDRESSES.map(([name, path]) => (
          <Shown key={path} name={name} text={location.origin + path} />
        ))}
        {made && <Shown name={`The key of ${made.name}. It is shown only now: copy it.`} text={made.key} />}
      </dl>
      {trouble && <p role="alert">{trouble}</p>}
      {keys && keys.length < KEYS_EACH && <ApiKeyForm make={make} />}
      {keys && keys.length >= KEYS_EACH && (
        <p class="soft">{KEYS_EACH} keys are the most. Remove one to make another.</p>
      )}
      {keys && keys.length > 0 && <ApiKeyTable keys={keys} remove={remove} />}
    </Dialog>
  )
}

/** Something to be copied into another program. */
const Shown = ({ name, text }: { name: string; text: string }) => (
  <div>
    <dt>{name}</dt>
    <dd class="row">
      <code>{text}</code>
      <CopyButton text={() => text} />
    </dd>
  </div>
)
