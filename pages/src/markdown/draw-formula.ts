/** Draws formulas as MathML, which the browser sets. This and the library come with the first formula. */
import temml from 'temml'

/** Milliseconds of drawing at a time: a page of formulas must not hold up a frame. */
const SLICE_MS = 8

/** Formulas of one answer that are drawn; the rest stands as its source. An answer full of `$a$` is no mathematics. */
const MOST = 3_000

/** Characters of a formula that may define macros, and expansions of them: each may be as long as the formula. */
const LONGEST_WITH_MACROS = 300
const EXPANSIONS = 100

const DEFINES =
  /\\(?:[egx]?def|let|futurelet|(?:re|provide)?newcommand|renewcommand|providecommand|DeclareMathOperator)(?![a-zA-Z])/

/** Sizes in em that a formula may ask for. */
const LARGEST: [number, number] = [20, 40]

const MATHML = 'http://www.w3.org/1998/Math/MathML'

const ELEMENTS = new Set(
  (
    'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover ' +
    'mmultiscripts mprescripts mtable mtr mtd mpadded mphantom menclose'
  ).split(' ')
)

const ATTRIBUTES = new Set(
  (
    'display displaystyle scriptlevel fence form stretchy symmetric separator largeop movablelimits accent accentunder ' +
    'lspace rspace minsize maxsize width height depth voffset linethickness mathvariant mathcolor mathbackground ' +
    'notation columnalign rowspacing columnspacing columnspan rowspan columnlines rowlines'
  ).split(' ')
)

const PROPERTIES = new Set(
  (
    'color border border-top border-bottom border-left border-right padding padding-left padding-right padding-top ' +
    'padding-bottom width math-depth math-style text-align'
  ).split(' ')
)

/** How many are drawn, answer by answer. */
const drawn = new WeakMap<Element, number>()

let since = 0

/** Replaces what stands in `node`. Rejects where it cannot be read; then nothing has changed. */
export async function drawFormula(node: Element, text: string, display: boolean): Promise<void> {
  if (performance.now() - since > SLICE_MS) {
    await new Promise(done => setTimeout(done))
    since = performance.now()
  }
  const source = node.textContent
  const answer = node.closest('.said')
  // It was cut back, or taken away, meanwhile.
  if (!node.isConnected || !answer) return
  const before = drawn.get(answer) ?? 0
  if (before >= MOST) return
  const math = mathml(text, display)
  drawn.set(answer, before + 1)
  node.replaceChildren(math)
  node.setAttribute('data-source', source)
}

function mathml(text: string, display: boolean): Node {
  const defines = DEFINES.test(text)
  if (defines && text.length > LONGEST_WITH_MACROS) throw new Error('a formula that defines too much')
  const tree: Piece = temml.__renderToMathMLTree(text, {
    displayMode: display,
    throwOnError: true,
    trust: false,
    strict: false,
    maxSize: LARGEST,
    ...(defines ? { maxExpand: EXPANSIONS } : {}),
    macros: {},
  })
  return copy(tree)
}

/** A node of the library's own tree: an element, a text, or a mere list of such. */
interface Piece {
  type?: string
  text?: string
  attributes?: Record<string, unknown>
  classes?: unknown[]
  style?: Record<string, unknown>
  children?: Piece[]
}

/** Element by element, and of each only what is known to say nothing but how it looks. Of any other only its inside stands. */
function copy({ type = '', text, children = [], ...looks }: Piece): Node {
  if (text !== undefined) return document.createTextNode(String(text))
  const to = ELEMENTS.has(type) ? document.createElementNS(MATHML, type) : document.createDocumentFragment()
  if (to instanceof MathMLElement) dress(to, looks)
  for (const child of children) to.append(copy(child))
  return to
}

function dress(to: MathMLElement, { attributes = {}, classes = [], style = {} }: Piece): void {
  for (const [name, value] of Object.entries(attributes))
    if (ATTRIBUTES.has(name)) to.setAttribute(name, String(value))
  const ours = classes.map(String).filter(name => /^tml-[\w-]+$/.test(name))
  if (ours.length > 0) to.setAttribute('class', ours.join(' '))
  // Through the object model: an attribute would be refused by the page's policy.
  for (const [name, value] of Object.entries(style)) {
    const property = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    if (PROPERTIES.has(property) && /^[#\w.% -]+$/.test(String(value)))
      to.style.setProperty(property, String(value))
  }
}
