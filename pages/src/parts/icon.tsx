/** One of the sprite's signs, which stand in the page itself so that the first paint has them. */

type Name =
  | 'burrow'
  | 'panel'
  | 'new'
  | 'send'
  | 'stop'
  | 'copy'
  | 'again'
  | 'edit'
  | 'more'
  | 'down'
  | 'back'
  | 'on'
  | 'close'

/** `flip`: the sign points along the text and turns with its direction. */
export const Icon = ({ name, flip }: { name: Name; flip?: boolean }) => (
  <svg class={flip ? 'flip' : undefined} aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
)
