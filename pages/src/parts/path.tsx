/** The way from the reader to the box, with its broken link. */

export type Link = 'Burrow' | 'Box'

const STATIONS = ['You', 'Burrow', 'Box'] as const

export function Path({ broken }: { broken: Link | null }) {
  if (!broken) return null
  return (
    <ol class="path" aria-label="Where it broke">
      {STATIONS.map(station => (
        <li key={station} class={station === broken ? 'broken' : undefined}>
          {station}
        </li>
      ))}
    </ol>
  )
}
