/** The place of a model's words. They are drawn into it past the virtual DOM, delta by delta. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Flow, Reader } from '../../wire/flow.ts'
import { drawInto, fetchRenderer, renderer } from './renderer.ts'

interface Props {
  flow: Flow
  live: boolean
}

/** Whatever draws owns its place: something better gets a place of its own. */
export function Body(props: Props) {
  const plain = renderer.value !== 'here'
  return <Place key={String(plain)} plain={plain} {...props} />
}

function Place({ flow, live, plain }: Props & { plain: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  const reader = useRef<Reader>(null)
  useLayoutEffect(() => {
    if (!place.current) return
    fetchRenderer()
    reader.current ??= drawInto(place.current)
    return flow.follow(reader.current)
  }, [flow])
  const classes = ['said', live && 'live', plain && 'plain'].filter(Boolean).join(' ')
  // A translator takes text nodes away that are still growing, and the rest would be lost.
  return <div ref={place} class={classes} translate={!live} />
}
