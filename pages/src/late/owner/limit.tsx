/** One limit: a number with its unit; where there is none, what the configuration has. */

import { useId, useRef, useState } from 'preact/hooks'
import type { OwnerLimits } from '../../../../workers/protocol/owner.ts'
import { set } from './apply.ts'

/** Less of the box is not worth a question. */
const LEAST_MINUTES = 0.01

export interface Kind {
  name: keyof OwnerLimits
  label: string
  /** Of whom. */
  note: string
  unit: string
  /** There is no half of one. */
  whole: boolean
}

interface Props {
  kind: Kind
  /** What the owner has set here. */
  value: number | undefined
  configured: number
}

export function Limit({ kind: { name, label, note, unit, whole }, value, configured }: Props) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  /** What is being written; null while that is what holds. */
  const [draft, setDraft] = useState<string | null>(null)
  const least = whole ? 1 : LEAST_MINUTES
  const [wrong, setWrong] = useState(false)
  const shown = draft ?? (value === undefined ? '' : `${value}`)
  const keep = async (wanted: number | null) => {
    setWrong(false)
    if (await set({ limits: { [name]: wanted } })) setDraft(null)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (draft === null) return
    const text = draft.trim().replace(',', '.')
    const wanted = text === '' ? null : Number(text)
    if (wanted === null || (wanted >= least && (whole ? Number.isInteger : Number.isFinite)(wanted)))
      return void keep(wanted)
    setWrong(true)
    field.current?.focus()
  }
  return (
    <form class="field row" onSubmit={submit}>
      <label for={id}>
        {label}
        <span class="small soft">{note}</span>
      </label>
      <input
        id={id}
        ref={field}
        inputMode="decimal"
        enterkeyhint="done"
        autocomplete="off"
        placeholder={`${configured}`}
        value={shown}
        aria-describedby={`${id}-unit`}
        aria-invalid={wrong}
        onInput={({ currentTarget }) => {
          setWrong(false)
          setDraft(currentTarget.value)
        }}
      />
      <span class="soft" id={`${id}-unit`}>
        {unit}
      </span>
      <button type="submit" class="btn" aria-disabled={draft === null}>
        Set<span class="unseen"> {`${label} ${note}`}</span>
      </button>
      {value !== undefined && (
        <button
          type="button"
          class="bare"
          onClick={() => {
            // This button goes with what it takes back.
            field.current?.focus()
            setDraft(null)
            void keep(null)
          }}
        >
          As configured<span class="unseen"> {`${label} ${note}`}</span>
        </button>
      )}
      {wrong && (
        <span class="small alarm" role="alert">
          {`A ${whole ? 'whole number' : 'number'} of ${unit}, ${least} at the least.`}
        </span>
      )}
    </form>
  )
}
