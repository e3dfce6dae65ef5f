/** Which model answers: a button with its name, and the list of those there are. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Model } from '../../../../workers/protocol/nouns.ts'
import { isLoaded, loadModels, model, modelName, models, pick, whyNoModel } from '../../state/models.ts'
import { bytes, count } from '../../words/numbers.ts'
import { Icon } from '../icon.tsx'
import { useDismiss } from '../menu/use-dismiss.ts'
import { Words } from '../words.tsx'

export function ModelPicker() {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
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
        aria-haspopup="true"
        aria-expanded={open}
        disabled={!models.value}
        title={modelName.value}
        onClick={toggle}
      >
        <span class="unseen">Model: </span>
        <Words as="bdi" class="clip">
          {modelName.value}
        </Words>{' '}
        <Icon name="down" />
      </button>
      {open && <List close={close} />}
    </div>
  )
}

function List({ close }: { close(back: boolean): void }) {
  const list = useRef<HTMLFieldSetElement>(null)
  useLayoutEffect(() => list.current?.querySelector<HTMLInputElement>(':checked')?.focus(), [])
  useDismiss(list, how => close(how === 'escape'))
  const all = models.value ?? []
  return (
    <fieldset
      ref={list}
      class="menu models"
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        close(true)
      }}
    >
      <legend class="unseen">Model</legend>
      {all.length === 0 && <p class="soft small">{whyNoModel()}</p>}
      <Group heading="Loaded now" members={all.filter(isLoaded)} close={close} />
      <Group heading="Must be loaded first" members={all.filter(each => !isLoaded(each))} close={close} />
    </fieldset>
  )
}

interface GroupProps {
  heading: string
  members: Model[]
  close(back: boolean): void
}

const Group = ({ heading, members, close }: GroupProps) =>
  members.length === 0 ? null : (
    <>
      <h2>{heading}</h2>
      {members.map(each => (
        <label
          key={each.name}
          // The arrows move through the list and click as they go; only a real press also closes it. It picks here,
          // for a radio button that is gone by then reports no change.
          onClick={event => {
            if (event.detail === 0) return
            pick(each.name)
            close(true)
          }}
        >
          <input
            type="radio"
            name="model"
            checked={model.value?.name === each.name}
            onChange={() => pick(each.name)}
          />
          <span>
            <b>
              <bdi>{each.name}</bdi>
            </b>{' '}
            <span class="soft small">{gifts(each)}</span>
            <br />
            <span class="soft small">{measures(each)}</span>
          </span>
        </label>
      ))}
    </>
  )

const gifts = ({ sees, thinks }: Model) => [sees && 'sees', thinks && 'thinks'].filter(Boolean).join(', ')

const measures = ({ size, context }: Model) =>
  `${bytes(size)}${context ? `, ${count(context)} tokens of context` : ''}`
