/** The place of a model's words. They are drawn into it past the virtual DOM, delta by delta. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Flow, Reader } from '../../wire/flow.ts'
import { withRenderer } from './renderer.ts'

export function Body({ flow, live }: { flow: Flow; live: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  // One renderer for as long as the place stands: it owns what is in it.
  const reader = useRef<Reader>(null)
  useLayoutEffect(() => {
    let gone = false
    let leave = () => undefined as void
    withRenderer(make => {
      if (gone || !place.current) return
      reader.current ??= make(place.current)
      leave = flow.follow(reader.current)
    })
    return () => {
      gone = true
      leave()
    }
  }, [flow])
  return <div ref={place} class={live ? 'said live' : 'said'} />
}
