/** What stands for a list that is not here yet: grey lines that hold still, after 150 ms and never before. */

export const Ghosts = ({ label, lines }: { label: string; lines: number }) => (
  <div class="ghosts" role="img" aria-label={label}>
    {Array.from({ length: lines }, (_, line) => (
      <p key={line} class="ghost" />
    ))}
  </div>
)
