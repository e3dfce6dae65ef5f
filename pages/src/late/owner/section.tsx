/** A part of the owner's page under its name, and the tables that stand in it. */

import type { ComponentChildren } from 'preact'

/** Its name can be given the focus, where nothing nearer is left. */
export const Section = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <section>
    <h2 tabindex={-1}>{name}</h2>
    {children}
  </section>
)

interface TableProps {
  name: string
  /** Of its columns; one that ends in `#` holds figures, and one of what can be done is not seen. */
  heads: readonly string[]
  children: ComponentChildren
}

/** What is too wide for a phone moves in a frame of its own. */
export const Table = ({ name, heads, children }: TableProps) => (
  <div class="sideways" tabindex={0} role="region" aria-label={name}>
    <table>
      <thead>
        <tr>
          {heads.map(head => (
            <th key={head} scope="col" class={head.endsWith('#') ? 'num' : undefined}>
              {head === 'Action' ? <span class="unseen">Action</span> : head.replace('#', '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)

/** Before a row goes: whoever is in it is led to the next, else to the part's name. */
export function leaveRow(within: Element | null) {
  const row = within?.closest('tr')
  const beside = row?.nextElementSibling ?? row?.previousElementSibling
  const place = beside?.querySelector('button') ?? row?.closest('section')?.querySelector('h2')
  place?.focus({ preventScroll: true })
}
