/** Which model answers: a button with its name, which opens the list of those there are. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { loadModels, modelName, models } from '../../state/models.ts'
import { Icon } from '../icon.tsx'
import { late } from '../late.tsx'
import { Words } from '../words.tsx'

const fetchList = async () => (await import('../../late/model-list.tsx')).ModelList
const ModelList = late(fetchList)

export function ModelPicker() {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // Once the page stands, so that the first press finds it there, whatever has become of the network by then.
  useEffect(() => void fetchList().catch(() => undefined), [])
  const toggle = () => {
    setOpen(!open)
    if (!open) void loadModels()
  }
  const close = (back: boolean) => {
    setOpen(false)
    if (back) button.current?.focus()
  }
  return (
    <div class="end anchor">
      <button
        type="button"
        ref={button}
        class="bare"
        title={modelName.value}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={!models.value}
        onClick={toggle}
      >
        <span class="unseen">Model: </span>
        <Words as="bdi" class="clip">
          {modelName.value}
        </Words>{' '}
        <Icon name="down" />
      </button>
      {open && <ModelList button={button} close={close} />}
    </div>
  )
}
