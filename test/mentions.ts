/** What a document tells its reader to type: the commands of it, and the flags that it names. */

import { marked, type Token, type Tokens } from 'marked'

export interface Mentions {
  /** As they stand: the lines of `sh` blocks without their remarks, and those of the project's own in a sentence. */
  commands: string[]
  /** Each flag as it stands, with its value where it has one, and the command that was named last before it. */
  flags: { flag: string; of: string | undefined }[]
}

export function mentionsIn(markdown: string): Mentions {
  const mentions: Mentions = { commands: [], flags: [] }
  marked.walkTokens(marked.lexer(markdown), token => {
    if (isShell(token)) for (const line of linesOf(token.text)) note(line, mentions)
    if (token.type === 'codespan') noteSpan((token as Tokens.Codespan).text, mentions)
  })
  return mentions
}

const isShell = (token: Token): token is Tokens.Code => token.type === 'code' && token['lang'] === 'sh'

/** Without remarks; what is quoted may go over several lines. */
const linesOf = (text: string): string[] =>
  (
    text
      .replace(/\\\n\s*/g, '')
      .replace(/(^|\s)#.*$/gm, '$1')
      .match(/("[^"]*"|'[^']*'|[^\n])+/g) ?? []
  )
    .map(line => line.trim())
    .filter(line => line !== '')

function noteSpan(text: string, mentions: Mentions): void {
  const last = mentions.commands.at(-1)
  // `npm run x --` begins a command, `-- y` behind another is the rest of one.
  if (/^np[mx] /.test(text)) note(text.replace(/ --$/, ''), mentions)
  else if (/^-- \w/.test(text) && last !== undefined) note(`${last.split(' -- ')[0]} ${text}`, mentions)
  else if (text.startsWith('-')) mentions.flags.push(...flagsOf(text, last))
}

function note(command: string, mentions: Mentions): void {
  mentions.commands.push(command)
  mentions.flags.push(...flagsOf(command, command))
}

/** `--name`, `--name VALUE`. */
const flagsOf = (text: string, of: string | undefined): Mentions['flags'] =>
  [...text.matchAll(/(?<=^| )--[a-z][a-z-]*(?: (?!-)\S+)?/g)].map(([flag]) => ({ flag, of }))
