/** What stands on the page, as the budget counts it. */

/** Nodes in and under this one, about a text for each element, and its lines. */
export function sizeOf(node: Node): number {
  const lines = breaksIn(node.textContent ?? '')
  if (!(node instanceof Element)) return lines
  const count = (tag: string) => node.getElementsByTagName(tag).length
  // With marks, edges and boxes of their own, as measured.
  const weighty =
    2.5 * (count('li') + Number(node.localName === 'li')) + 6 * count('pre') + 3 * count('blockquote')
  return 2 * (1 + count('*')) + weighty + lines
}

export const breaksIn = (text: string): number => text.split('\n').length - 1
