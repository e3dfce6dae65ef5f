/** A part whose code comes when it is first shown. Until then, nothing stands in its place. */

import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

export function late<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const loaded = signal<{ Part: ComponentType<Props> } | null>(null)
  return function Late(props: Props) {
    useEffect(() => {
      if (!loaded.peek()) void load().then(Part => (loaded.value = { Part }))
    }, [])
    const Part = loaded.value?.Part
    return Part ? <Part {...props} /> : null
  }
}
