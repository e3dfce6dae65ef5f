/** How an answer ended, in a sentence. */

import { MESSAGE_TOKENS, tokensOf } from '../../../../workers/protocol/context.ts'
import type { Figures, Message } from '../../../../workers/protocol/nouns.ts'
import { knownRate } from '../../state/rate.ts'
import { list, plural, rate, seconds } from '../../words/numbers.ts'

/** It ended, and said nothing: it thought only, or called a tool that is not there, or stopped at once. */
export const isMute = ({ text }: Message) => text.trim() === ''

const KEPT = 'All that had arrived is kept.'

export function doneWords(message: Message): string {
  const { figures, seams = [] } = message
  const took = figures?.totalNs ? `Done in ${seconds(Math.max(1, figures.totalNs / 1e9))}` : 'Done'
  const cuts = cutsOf(seams)
  const speed = knownRate(message)
  const sentences = [
    cuts ? `${took}, ${cuts}.` : `${took}.`,
    !cuts && speed && `${rate(speed)}.`,
    figures?.reason === 'length' && 'It reached its limit.',
    cutsItself(figures) &&
      'The question was longer than the box reads, so the box left out a part by itself.',
  ]
  return sentences.filter(Boolean).join(' ')
}

/** Of an answer without a word. */
export function muteWords({ model, thinking = '', figures }: Message): string {
  const name = model ?? 'The model'
  if (figures?.reason === 'length') return `${name} reached its limit before it came to an answer.`
  return thinking.trim() ? `${name} thought, and then said nothing.` : `${name} ended without a word.`
}

/** `cut twice and continued`, `begun anew after a cut`: at 0 nothing was left to go on from. */
function cutsOf(seams: readonly number[]): string {
  const anew = seams.filter(at => at === 0).length
  const others = seams.length - anew
  const words = [
    anew > 0 && `begun anew after ${anew === 1 ? 'a cut' : plural(anew, 'cut', 'cuts')}`,
    others > 0 && `cut ${times(others)} and continued`,
  ]
  return list(words.filter(each => each !== false))
}

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : plural(n, 'time', 'times'))

/** A prompt that fills the context to its end was longer: Ollama leaves out what does not fit, and says nothing. */
const cutsItself = (figures: Figures | undefined) =>
  figures?.promptTokens !== undefined &&
  figures.context !== undefined &&
  figures.promptTokens >= figures.context

/** What had come by then is counted by its pieces, which are about a token each. */
export function stoppedWords(message: Message): string {
  if (isMute(message)) return 'Stopped by you.'
  const tokens = Math.max(1, tokensOf(message) - MESSAGE_TOKENS)
  return `Stopped by you after about ${plural(tokens, 'token', 'tokens')}.`
}

/** `known`: what is known of the box by now, which is newer than what cut the answer. */
export function cutWords({ problem }: Message, known: string | null): string {
  if (known) return `${known} ${KEPT}`
  if (!problem || problem.code === 'interrupted') return KEPT
  // Not all is kept of what was more than there is room for; the sentence says so itself.
  if (problem.code === 'not_kept' || problem.message.includes(KEPT)) return problem.message
  return `${problem.message} ${KEPT}`
}
