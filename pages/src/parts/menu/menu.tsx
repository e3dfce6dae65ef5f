/** A menu button and its list of deeds: arrows move, Escape and a press outside close, focus comes back. */

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useDismiss } from './use-dismiss.ts'

export interface Item {
  label: string
  alarm?: boolean
  checked?: boolean
  act(): void
}

interface Props {
  label: string
  class?: string
  items: Item[]
  children: ComponentChildren
}

export function MenuButton({ label, class: more = '', items, children }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        type="button"
        ref={button}
        class={`bare ${more}`.trim()}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <List
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

function List({ label, items, close }: { label: string; items: Item[]; close(back: boolean): void }) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' })
    list.current?.querySelector('button')?.focus()
  }, [])
  useDismiss(list, how => close(how === 'escape'))
  return (
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
  )
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

function move(event: KeyboardEvent, list: HTMLElement | null) {
  const step = STEPS[event.key]
  const items = [...(list?.querySelectorAll('button') ?? [])]
  if (step === undefined || items.length === 0) return
  event.preventDefault()
  const at = items.findIndex(each => each === document.activeElement)
  items.at((at + step) % items.length)?.focus()
}
