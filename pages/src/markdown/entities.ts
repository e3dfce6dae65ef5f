/** Character references in the model's text. There is no HTML parser here to resolve them. */

/** The names that models write; the other two thousand stay as written. */
const NAMES =
  'amp& lt< gt> quot" apos\' nbsp\u00a0 shy\u00ad copy© reg® trade™ deg° plusmn± sup1¹ sup2² sup3³ micro\u00b5 ' +
  'para¶ sect§ middot· frac12½ frac14¼ frac34¾ times× divide÷ minus− laquo« raquo» iexcl¡ iquest¿ cent¢ ' +
  'pound£ yen¥ euro€ ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200c zwj\u200d ndash– mdash— lsquo‘ rsquo’ ' +
  'sbquo‚ ldquo“ rdquo” bdquo„ dagger† Dagger‡ bull• hellip… permil‰ prime′ Prime″ lsaquo‹ rsaquo› larr← ' +
  'uarr↑ rarr→ darr↓ harr↔ lArr⇐ rArr⇒ hArr⇔ forall∀ part∂ exist∃ empty∅ nabla∇ isin∈ notin∉ ni∋ prod∏ ' +
  'sum∑ radic√ prop∝ infin∞ ang∠ and∧ or∨ cap∩ cup∪ int∫ there4∴ sim∼ cong≅ asymp≈ ne≠ equiv≡ le≤ ge≥ ' +
  'sub⊂ sup⊃ sube⊆ supe⊇ oplus⊕ otimes⊗ perp⊥ sdot⋅ check✓ cross✗ star☆ starf★ ' +
  'alpha\u03b1 beta\u03b2 gamma\u03b3 delta\u03b4 epsilon\u03b5 theta\u03b8 lambda\u03bb mu\u03bc pi\u03c0 ' +
  'sigma\u03c3 phi\u03c6 omega\u03c9 Gamma\u0393 Delta\u0394 Theta\u0398 Lambda\u039b Pi\u03a0 Sigma\u03a3 ' +
  'Phi\u03a6 Omega\u03a9 auml\u00e4 ouml\u00f6 uuml\u00fc Auml\u00c4 Ouml\u00d6 Uuml\u00dc szlig\u00df eacute\u00e9 ' +
  'egrave\u00e8 agrave\u00e0 ccedil\u00e7 ntilde\u00f1 oslash\u00f8 aring\u00e5 aelig\u00e6'

/** Split at ASCII spaces alone, for some of the characters are spaces themselves. */
const table = new Map(NAMES.split(' ').map(entry => [entry.slice(0, -1), entry.slice(-1)]))

const LAST_CODE_POINT = 0x10ffff

function character(digits: string, base: number): string {
  const code = Number.parseInt(digits, base)
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  return code === 0 || code > LAST_CODE_POINT || isSurrogate ? '\ufffd' : String.fromCodePoint(code)
}

export function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (decimal) return character(decimal, 10)
    if (hex) return character(hex, 16)
    return table.get(name) ?? whole
  })
}
