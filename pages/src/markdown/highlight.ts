/** Colours code once, when its block is complete: keywords, strings and comments, nothing finer. */
import type { ShjLanguageData, ShjToken } from '@speed-highlight/core/tokenize'
import { type Grammar, language } from './languages.ts'

type Colour = 'k' | 's' | 'c'

const COLOURS: Partial<Record<ShjToken, Colour>> = {
  kwd: 'k',
  bool: 'k',
  section: 'k',
  insert: 'k',
  str: 's',
  esc: 's',
  cmnt: 'c',
  deleted: 'c',
}

/** Characters. Longer code is data rather than reading, and colouring it would hold up a frame. */
const LONGEST = 30_000

export async function highlight(node: Element, grammar: Grammar): Promise<void> {
  const source = node.textContent
  if (source.length > LONGEST) return
  try {
    const spans = await colour(source, grammar)
    if (node.textContent === source) node.replaceChildren(...spans)
  } catch {
    // The chunk did not come, or the grammar failed: plain code is readable code.
  }
}

async function colour(source: string, grammar: Grammar): Promise<(Text | HTMLElement)[]> {
  const [{ tokenizer }, rules] = await Promise.all([import('@speed-highlight/core/tokenize'), load(grammar)])
  const spans: (Text | HTMLElement)[] = []
  const walk = tokenizer(source, rules, (text, type) => text && spans.push(span(text, type && COLOURS[type])))
  // A language may hold another one, as a page holds its script; one that is not there keeps its rule's own colour.
  let step = walk.next()
  // oxlint-disable-next-line no-await-in-loop -- each answer decides what is asked for next
  while (!step.done) step = walk.next(await load(language(step.value).grammar ?? none))
  return spans
}

const none: Grammar = async () => ({ default: undefined })

const load = async (grammar: Grammar) => (await grammar()).default as ShjLanguageData

function span(text: string, className: Colour | undefined): Text | HTMLElement {
  if (!className) return document.createTextNode(text)
  const node = document.createElement('span')
  node.className = className
  node.textContent = text
  return node
}
