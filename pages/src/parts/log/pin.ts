/**
 * Keeps the newest line in sight by one rule: the log goes with a growing answer for as long as the reader is at the end
 * and has turned to nothing else. How somebody got elsewhere – wheel, finger, key, search, a screen reader – does not
 * matter: whoever is not where the log left them is elsewhere. And growth that the reader made, a fold that was opened,
 * a field, moves nothing.
 */

import { signal } from '@preact/signals'

/** Pixels from the end within which coming nearer takes hold again: meanwhile an answer grows by a line or two. */
const NEAR_PX = 60
/** Pixels that are a move and not a rounding. */
const MOVE_PX = 2

/** The log goes with what comes at its end. */
export const pinned = signal(true)
/** The end is in sight, whether or not the log goes with it. */
export const atEnd = signal(true)

/** Milliseconds from a key to the first move that it makes, on a busy machine; its goal is the end as it was then. */
const SETS_OUT_MS = 500

/**
 * Milliseconds in which the log waits for what the wheel or a key in it does. To go along meanwhile would call it off:
 * a motion that has not begun to move anything ends where something else moves first.
 */
const YIELDS_MS = 150

/** What can be pressed in a log: whoever presses it looks at it. */
const PRESSED = 'button, summary, a'

/** An older Safari does not say when a motion is over. */
const ENDS = 'onscrollend' in globalThis

let goToEnd: () => void = () => undefined

export function toLatest() {
  pinned.value = true
  goToEnd()
}

const endOf = ({ scrollHeight, clientHeight }: HTMLElement) => scrollHeight - clientHeight
const fromEnd = (element: HTMLElement) => endOf(element) - element.scrollTop

/** Watches `scroller` and goes with the growth of `content`; answers a way to stop. `growing`: an answer is being written. */
export function pin(scroller: HTMLElement, content: HTMLElement, growing: () => boolean): () => void {
  const leave = new AbortController()
  const quietly = { passive: true, signal: leave.signal }
  /** Where the log was when it was last at its end. */
  let end = 0
  let distance = 0
  let last = 0
  /** Something was pressed since an answer last grew: what grows now may be the reader's doing. */
  let touched = false
  let held = false
  /** Where the end was when the reader set out, which takes a while: an answer grows meanwhile. */
  let goal: number | null = null
  let pressed = { end: 0, at: Number.NEGATIVE_INFINITY }

  /** When the reader last moved the log by the wheel or a key, and what comes once that has had its time. */
  let turned = Number.NEGATIVE_INFINITY
  let late: ReturnType<typeof setTimeout> | undefined

  /** Keeps the content as high as it is seen: where a fold closes near the end, the page would slide down under it. */
  const hold = (keeps: boolean) => {
    const seen = content.offsetHeight - fromEnd(scroller)
    content.style.minBlockSize = keeps ? `${seen}px` : ''
    held = keeps
  }
  const look = () => {
    distance = fromEnd(scroller)
    atEnd.value = distance <= NEAR_PX
    if (distance <= MOVE_PX) end = scroller.scrollTop
  }
  const toEnd = () => {
    touched = false
    if (held) hold(false)
    scroller.scrollTop = scroller.scrollHeight
    look()
    // That it went down by itself is told later, perhaps when the reader has just turned to something.
    end = last = scroller.scrollTop
  }
  const isElsewhere = () => scroller.scrollTop < end - MOVE_PX
  const letGo = () => (pinned.value = false)
  goToEnd = toEnd
  pinned.value = atEnd.value = true
  toEnd()

  scroller.addEventListener(
    'scroll',
    () => {
      const before = distance
      const down = scroller.scrollTop > last
      last = scroller.scrollTop
      if (held) hold(true)
      look()
      goal ??= performance.now() - pressed.at < SETS_OUT_MS ? pressed.end : endOf(scroller)
      const arrives = last >= goal - MOVE_PX || (distance < before && atEnd.peek())
      if (pinned.peek() && isElsewhere()) letGo()
      else if (down && arrives) pinned.value = true
      if (!ENDS) goal = null
    },
    quietly
  )
  scroller.addEventListener('scrollend', () => (goal = null), quietly)
  content.addEventListener(
    'click',
    ({ target }) => {
      if (!(target instanceof Element && target.closest(PRESSED))) return
      letGo()
      hold(true)
    },
    // Before what it does.
    { ...quietly, capture: true }
  )
  content.addEventListener(
    'focusin',
    ({ target }) => target instanceof Element && target.matches(':focus-visible') && letGo(),
    quietly
  )
  document.addEventListener(
    'selectionchange',
    () => {
      const selected = getSelection()
      if (selected && !selected.isCollapsed && content.contains(selected.anchorNode)) letGo()
    },
    quietly
  )
  addEventListener('keydown', () => (pressed = { end: endOf(scroller), at: performance.now() }), {
    ...quietly,
    capture: true,
  })
  for (const type of ['pointerdown', 'keydown'] as const)
    addEventListener(type, () => (touched = true), { ...quietly, capture: true })

  const turns = ({ target }: Event) => {
    if (target instanceof Node && scroller.contains(target)) turned = performance.now()
  }
  for (const type of ['wheel', 'keydown'] as const)
    addEventListener(type, turns, { ...quietly, capture: true })

  const follow = (goes: boolean) => {
    clearTimeout(late)
    const wait = turned + YIELDS_MS - performance.now()
    if (!pinned.peek() || !goes || isElsewhere()) look()
    else if (wait > 0) late = setTimeout(follow, wait, goes)
    else toEnd()
  }
  const grown = new ResizeObserver(entries => {
    const resized = entries.some(({ target }) => target === scroller)
    if (held && resized) hold(false)
    // Where the log itself became smaller, a notice or a keyboard pushed: the end stays in sight.
    follow(resized || growing() || !touched)
  })
  grown.observe(content)
  grown.observe(scroller)

  return () => {
    leave.abort()
    clearTimeout(late)
    grown.disconnect()
    if (goToEnd === toEnd) goToEnd = () => undefined
    pinned.value = atEnd.value = true
  }
}
