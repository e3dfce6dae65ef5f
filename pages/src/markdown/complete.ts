/** Completes what is still being written at the very end, so that half of a marker is rarely seen. */
import type { Token, Tokens } from 'marked'
import { closeMarkers } from './close-markers.ts'
import type { Links } from './definitions.ts'
import { type Block, lex, lexInline } from './lex.ts'

/** Marks the source of all that is unfinished, so that its key differs from that of the finished block. */
export const OPEN = '\0'

/** Changes the last token and the last ones inside it. To be called after `settle`, which reads the sources. */
export function complete(tokens: (Token | Block)[], links: Links): void {
  const last = tokens.at(-1) as Block | undefined
  switch (last?.type) {
    case 'list': {
      const item = last.items.at(-1)
      if (!item) return
      complete(item.tokens, links)
      item.raw += OPEN
      break
    }
    case 'blockquote':
      complete(last.tokens, links)
      break
    case 'code':
      if (isClosed(last)) return
      break
    case 'table':
      if (last.raw.endsWith('\n')) return
      completeRow(last.rows.at(-1) ?? last.header, links)
      break
    case 'heading':
      if (last.raw.endsWith('\n')) return
      completeText(last, links)
      break
    case 'paragraph':
      if (completeHeader(tokens, last, links)) return
      completeText(last, links)
      break
    case 'text':
      completeText(last, links)
      break
    default:
      return
  }
  last.raw += OPEN
}

/** `hold.ts` sees to it that a closing fence is only seen when nothing can follow on its line. */
export function isClosed({ raw, codeBlockStyle }: Tokens.Code): boolean {
  if (codeBlockStyle === 'indented') return false
  const fence = /^[ \t]*(`{3,}|~{3,})/.exec(raw)?.[1] ?? '```'
  const end = raw.trimEnd()
  const line = end.slice(end.lastIndexOf('\n') + 1).trim()
  return end.includes('\n') && line.startsWith(fence) && line === line.charAt(0).repeat(line.length)
}

function completeText(token: { text: string; tokens?: Token[] }, links: Links): void {
  const first = token.tokens?.[0]
  const box = first?.type === 'checkbox' ? [first] : []
  const text = token.text.slice(box[0]?.raw.length ?? 0)
  const { closed, rest } = closeMarkers(text)
  if (closed === text) return
  // An open formula is shown as it is written.
  const after = rest === '' ? [] : [{ type: 'escape', raw: rest, text: rest }]
  token.tokens = [...box, ...lexInline(closed, links), ...after]
}

function completeRow(cells: Tokens.TableCell[], links: Links): void {
  const cell = cells.findLast(one => one.text !== '')
  if (!cell) return
  completeText(cell, links)
  cell.text += OPEN
}

/** The first line of a table is a table from the start, though only its second line makes it one. */
function completeHeader(tokens: (Token | Block)[], paragraph: Tokens.Paragraph, links: Links): boolean {
  if (!/^\| [^\n]+$/.test(paragraph.text)) return false
  const cells = paragraph.text.split(/(?<!\\)\|/).slice(1)
  const columns = cells.length - (cells.at(-1)?.trim() ? 0 : 1)
  const [table] = lex(`${paragraph.text}\n|${' - |'.repeat(columns)}`, links)
  if (table?.type !== 'table') return false
  completeRow(table.header, links)
  tokens[tokens.length - 1] = { ...table, raw: paragraph.raw + OPEN }
  return true
}
