/** The models there are, those in memory first: arrows move, Enter takes, and where there are many, typing filters. */

import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Model } from '../../../workers/protocol/nouns.ts'
import { model, models, pick, whyNoModel } from '../state/models.ts'
import { plural } from '../words/numbers.ts'
import { Over } from '../parts/menu/over.tsx'
import { groupModels, typedAhead, typesSign } from './model-groups.ts'
import { LIST_ID, ModelOptions, optionId } from './model-options.tsx'
import { MOVES } from '../parts/menu/moves.ts'
import { composing } from '../parts/composing.ts'
import { touch } from '../parts/composer/sends.ts'

/** Models from which on a filter is worth its line: more than a phone shows at once. */
const FILTER_FROM = 8

interface Props {
  button: RefObject<HTMLElement | null>
  close(back: boolean): void
}

export function ModelList({ button, close }: Props) {
  const filter = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(model.peek()?.name)
  const all = models.value ?? []
  const groups = groupModels(all, words)
  const shown = groups.flatMap(group => group.members)
  const index = Math.max(
    0,
    shown.findIndex(({ name }) => name === at)
  )
  const active = shown[index]
  const many = all.length >= FILTER_FROM
  const typed = useRef({ text: '', at: 0 })

  useLayoutEffect(() => {
    // On a phone the keyboard would cover what there is to choose from.
    const first = touch.peek() ? list.current : (filter.current ?? list.current)
    first?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    if (active) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active?.name, words])

  const take = ({ name }: Model) => {
    pick(name)
    close(true)
  }
  const press = (event: KeyboardEvent) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const inList = event.target === list.current
    const to = event.shiftKey ? undefined : MOVES[event.key]
    if (to && shown.length > 0) {
      event.preventDefault()
      setAt(shown[to(index, shown.length)]?.name)
    } else if (event.key === 'Enter' || (inList && event.key === ' ')) {
      event.preventDefault()
      if (active) take(active)
    } else if (inList && typesSign(event)) {
      // What is typed then falls into the filter itself.
      if (many) return filter.current?.focus()
      setAt(typedAhead(shown, index, typed.current, event.key)?.name ?? at)
    }
  }
  const follow = {
    'aria-controls': LIST_ID,
    'aria-activedescendant': active && optionId(active),
  }
  return (
    <Over button={button} close={close}>
      <div class="menu models" role="dialog" aria-label="Model" onKeyDown={press}>
        {many && (
          <input
            ref={filter}
            // It stands in the composer's form and is no part of it: Enter there would send.
            form=""
            role="combobox"
            aria-label="Filter models"
            placeholder="Filter models"
            aria-expanded="true"
            aria-autocomplete="list"
            {...follow}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="done"
            value={words}
            onInput={({ currentTarget }) => {
              setWords(currentTarget.value)
              setAt(currentTarget.value.trim() ? undefined : model.peek()?.name)
            }}
          />
        )}
        <ModelOptions place={list} groups={groups} active={active} take={take} />
        <p class={shown.length === 0 ? 'soft small' : 'unseen'} role="status">
          {all.length === 0 ? whyNoModel() : <Found words={words.trim()} count={shown.length} />}
        </p>
      </div>
    </Over>
  )
}

/** Seen where there is none, and always heard. */
function Found({ words, count }: { words: string; count: number }) {
  if (!words) return null
  if (count > 0) return <>{plural(count, 'model', 'models')}</>
  return (
    <>
      No model has “<bdi>{words}</bdi>” in its name.
    </>
  )
}
