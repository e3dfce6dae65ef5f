/** This page was loaded long ago, and Burrow has gone on so far since that it has to be loaded anew. */

import { computed, signal } from '@preact/signals'
import { PROTOCOL } from '../../../workers/protocol/version.ts'
import { status, unreachable } from './box.ts'
import { online } from './wake.ts'

const found = signal(false)

export const outdated = computed(() => found.value || (status.value?.oldestPage ?? 0) > PROTOCOL)

/** Burrow refused this page for its age. */
export const wasOutdated = () => void (found.value = true)

/** A part of the page cannot be had, however often it is asked for: where Burrow is there, it has another by now. */
export function partIsGone() {
  if (!unreachable.peek() && online()) found.value = true
}
