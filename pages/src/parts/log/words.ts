/** How an answer ended, in a sentence. */

import type { Message } from '../../../../workers/protocol/nouns.ts'
import { knownRate } from '../../state/rate.ts'
import { plural, rate, seconds } from '../../words/numbers.ts'

const KEPT = 'All that had arrived is kept.'

export function doneWords(message: Message): string {
  const { figures } = message
  const seams = message.seams?.filter(at => at > 0) ?? []
  const ending = figures?.reason === 'length' ? ' It reached its limit.' : ''
  const took = figures?.totalNs ? `Done in ${seconds(Math.max(1, figures.totalNs / 1e9))}` : 'Done'
  const cuts = seams.filter(seam => seam > 0).length
  if (cuts > 0) return `${took}, cut ${times(cuts)} and continued.${ending}`
  if (seams.length > 0) return `${took}, begun anew after a cut.${ending}`
  const speed = knownRate(message)
  return `${took}.${speed ? ` ${rate(speed)}.` : ''}${ending}`
}

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : plural(n, 'time', 'times'))

export function stoppedWords({ figures }: Message): string {
  const tokens = figures?.answerTokens
  return tokens ? `Stopped by you after ${plural(tokens, 'token', 'tokens')}.` : 'Stopped by you.'
}

export function cutWords({ problem }: Message): string {
  if (!problem || problem.code === 'interrupted') return KEPT
  return problem.message.includes(KEPT) ? problem.message : `${problem.message} ${KEPT}`
}
