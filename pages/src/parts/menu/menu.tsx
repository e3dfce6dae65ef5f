/** A menu button and its list of deeds: arrows move, Escape, Tab and a press outside close, focus comes back. */

import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { composing } from '../composing.ts'
import { MOVES } from './moves.ts'
import { Over } from './over.tsx'

export interface Item {
  label: string
  alarm?: boolean
  checked?: boolean
  act(): void
}

interface Props {
  label: string
  /** What is shown on hover, where that is not the label. */
  tip?: string
  class?: string
  items: Item[]
  children: ComponentChildren
}

export function MenuButton({ label, tip = label, class: more = '', items, children }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        type="button"
        ref={button}
        class={`bare ${more}`.trim()}
        aria-label={label}
        title={tip}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <List
          button={button}
          label={label}
          items={items}
          close={back => {
            setOpen(false)
            if (back) button.current?.focus()
          }}
        />
      )}
    </>
  )
}

interface ListProps {
  button: RefObject<HTMLElement | null>
  label: string
  items: Item[]
  close(back: boolean): void
}

function List({ button, label, items, close }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' })
    list.current?.querySelector('button')?.focus()
  }, [])
  return (
    <Over button={button} close={close}>
      <div
        ref={list}
        class="menu"
        role="menu"
        aria-label={label}
        onKeyDown={event => move(event, list.current)}
      >
        {items.map(({ label: name, alarm, checked, act }) => (
          <button
            key={name}
            type="button"
            tabindex={-1}
            role={checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={checked}
            class={alarm ? 'alarm' : undefined}
            onClick={() => {
              close(true)
              act()
            }}
          >
            {name}
          </button>
        ))}
      </div>
    </Over>
  )
}

function move(event: KeyboardEvent, list: HTMLElement | null) {
  const items = [...(list?.querySelectorAll('button') ?? [])]
  const to = MOVES[event.key]
  if (!to || items.length === 0 || composing(event)) return
  event.preventDefault()
  items[
    to(
      items.findIndex(each => each === document.activeElement),
      items.length
    )
  ]?.focus()
}
