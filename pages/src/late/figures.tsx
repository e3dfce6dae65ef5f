/** The figures of an answer, as the box gave them. */

import type { Figures } from '../../../workers/protocol/nouns.ts'
import { models } from '../state/models.ts'
import { count, fineSeconds, plural } from '../words/numbers.ts'

/** Seconds of loading below which the model was there already: Ollama always reports a little. */
const WAS_LOADED_S = 0.3

export function FiguresList({ figures, model }: { figures: Figures; model: string }) {
  return (
    <dl class="figures">
      {linesOf(figures, contextOf(model)).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

const contextOf = (model: string) => models.value?.find(each => each.name === model)?.context

const time = (ns: number) => fineSeconds(ns / 1e9)

function linesOf(figures: Figures, context: number | undefined): [string, string][] {
  const { loadNs, promptTokens, promptNs, answerTokens, answerNs } = figures
  const lines: [string, string][] = []
  if (loadNs !== undefined) {
    lines.push(['Loaded the model', loadNs / 1e9 < WAS_LOADED_S ? 'was loaded' : time(loadNs)])
  }
  if (promptTokens !== undefined && promptNs !== undefined) {
    lines.push([`Read ${plural(promptTokens, 'token', 'tokens')}`, time(promptNs)])
  }
  if (loadNs !== undefined && promptNs !== undefined) {
    lines.push(['First word after', time(loadNs + promptNs)])
  }
  if (answerTokens !== undefined && answerNs !== undefined) {
    lines.push([`Wrote ${plural(answerTokens, 'token', 'tokens')}`, time(answerNs)])
  }
  if (promptTokens !== undefined && answerTokens !== undefined) {
    const used = count(promptTokens + answerTokens)
    lines.push(['Context used', context ? `${used} of ${count(context)}` : used])
  }
  return lines
}
