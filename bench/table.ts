/** The one table that the bench prints. */

export interface Row {
  what: string
  direct?: string
  burrow: string
  /** Burrow over direct: a difference or a ratio. */
  over?: string
  /** What is aimed at, and whether it was reached. */
  aim?: { words: string; met: boolean }
}

export interface Section {
  title: string
  rows: Row[]
  /** How it was measured, and what is to be known to read it. */
  notes: string[]
}

/** Sections one under the other, in columns that are as wide as what is in them; beside what is said first. */
export function table(sections: Section[], [beside, over]: readonly [string, string]): string {
  const head = ['', beside, 'Burrow', over, 'aim']
  const lines = sections.map(section => section.rows.map(cells))
  const firsts = sections.map(section => [section.title])
  const widths = head.map((name, n) =>
    Math.max(name.length, ...[...lines.flat(), ...firsts].map(row => row[n]?.length ?? 0))
  )
  const write = (row: readonly string[]) =>
    row
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ')
      .trimEnd()
  return sections
    .flatMap(({ title, notes }, n) => [
      '',
      write([title, ...head.slice(1)]),
      '-'.repeat(widths.reduce((total, width) => total + width + 2, -2)),
      ...(lines[n] ?? []).map(write),
      ...notes.map(note => `  ${note}`),
    ])
    .join('\n')
}

function cells({ what, direct = '', burrow, over = '', aim }: Row): string[] {
  return [what, direct, burrow, over, aim === undefined ? '' : `${aim.words} ${aim.met ? 'yes' : 'NO'}`]
}
