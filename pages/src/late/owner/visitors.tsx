/** Who has asked today, by pseudonym: what they used, and what the owner may do about it. */

import { useState } from 'preact/hooks'
import type { OwnerVisitor } from '../../../../workers/protocol/owner.ts'
import { unblock } from '../../wire/owner.ts'
import { count } from '../../words/numbers.ts'
import { boxTime } from '../../words/owner.ts'
import { when } from '../../words/when.ts'
import { withBlocked } from './apply.ts'
import { BlockForm } from './block-form.tsx'
import { EraseForm } from './erase-form.tsx'
import { Section, Table } from './section.tsx'
import { change } from './view.ts'

export function Visitors({ visitors }: { visitors: OwnerVisitor[] }) {
  const most = Math.max(1, ...visitors.map(({ boxSeconds }) => boxSeconds))
  return (
    <Section name="Visitors today">
      {visitors.length === 0 ? (
        <p class="soft">Nobody has asked today.</p>
      ) : (
        <Table name="Visitors" heads={['Who', 'Questions#', 'Box time#', 'Action']}>
          {visitors.map(visitor => (
            <Row key={visitor.who} visitor={visitor} most={most} />
          ))}
        </Table>
      )}
      <p class="soft small">A name here stands for one visitor, is the same in the log, and opens nothing.</p>
    </Section>
  )
}

type Form = 'block' | 'erase'

function Row({ visitor, most }: { visitor: OwnerVisitor; most: number }) {
  const { who, turns, boxSeconds, blockedAt } = visitor
  const [form, setForm] = useState<Form | null>(null)
  return (
    <>
      <tr>
        <th scope="row">
          <bdi>{who}</bdi>
          {blockedAt !== null && (
            <span class="state" data-is="away">
              Blocked since {when(blockedAt)}
            </span>
          )}
        </th>
        <td class="num">{count(turns)}</td>
        <td class="num">
          {boxTime(boxSeconds)}
          <Share of={boxSeconds / most} />
        </td>
        <td>
          {blockedAt === null ? (
            <Opens what="Block" of={who} form="block" at={form} open={setForm} />
          ) : (
            <button
              type="button"
              class="bare"
              onClick={() => void change(withBlocked(who, null), () => unblock(who))}
            >
              Unblock<span class="unseen"> {who}</span>
            </button>
          )}
          <Opens what="Delete data" of={`of ${who}`} form="erase" at={form} open={setForm} />
        </td>
      </tr>
      {form !== null && (
        <tr class="ask-row">
          <td colSpan={4}>
            {form === 'block' ? (
              <BlockForm who={who} close={() => setForm(null)} />
            ) : (
              <EraseForm who={who} close={() => setForm(null)} />
            )}
          </td>
        </tr>
      )}
    </>
  )
}

interface OpensProps {
  what: string
  of: string
  form: Form
  at: Form | null
  open(form: Form | null): void
}

const Opens = ({ what, of, form, at, open }: OpensProps) => (
  <button
    type="button"
    class="bare"
    aria-expanded={at === form}
    onClick={() => open(at === form ? null : form)}
  >
    {what}
    <span class="unseen"> {of}</span>
  </button>
)

/** The figure stands beside it. */
const Share = ({ of }: { of: number }) => (
  <svg class="share flip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect width={of * 100} height={10} />
  </svg>
)
