/** A part whose code comes when it is first shown. Until then, nothing stands in its place. */

import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { partIsGone } from '../state/outdated.ts'
import { wake } from '../state/wake.ts'
import { chunk } from '../wire/chunk.ts'

export function late<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const loaded = signal<{ Part: ComponentType<Props> } | null>(null)
  const code = chunk(load, wake)
  return function Late(props: Props) {
    useEffect(() => {
      if (!loaded.peek()) void code().then(Part => (loaded.value = { Part }), partIsGone)
    }, [])
    const Part = loaded.value?.Part
    return Part ? <Part {...props} /> : null
  }
}
