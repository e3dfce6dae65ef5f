/** What a screen reader is told: each phase once, never the words themselves as they stream. */

import { signal } from '@preact/signals'
import { ordinal } from '../words/numbers.ts'
import type { Phase } from './live.ts'

export const announcement = signal('')

export function announce(text: string) {
  announcement.value = text
}

export function announcePhase(phase: Phase) {
  switch (phase.state) {
    case 'queued':
      if (phase.position === undefined) return announce('Waiting for the box')
      return announce(`Waiting in the queue, ${ordinal(phase.position)}`)
    case 'loading':
      return announce('Loading the model')
    case 'reading':
      return announce('Reading your question')
    case 'waiting':
      return announce('Interrupted, trying again')
    case 'thinking':
      return announce('Thinking')
    case 'writing':
      return announce('Generating response')
    case 'sent':
  }
}
