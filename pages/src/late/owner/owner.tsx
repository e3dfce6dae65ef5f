/** The owner's page: who uses the box and how it is, and what the owner may do about both while it runs. */

import { useEffect } from 'preact/hooks'
import type { OwnerView } from '../../../../workers/protocol/owner.ts'
import { Ghosts } from '../../parts/ghosts.tsx'
import { dayAt } from '../../words/owner.ts'
import { when } from '../../words/when.ts'
import { Changes } from './changes.tsx'
import { Days } from './days.tsx'
import { Hosts } from './hosts.tsx'
import { Limits } from './limits.tsx'
import { Models } from './models.tsx'
import { Pause } from './pause.tsx'
import { Queue } from './queue.tsx'
import { Stranger } from './stranger.tsx'
import './style.ts'
import { isStranger, lost, resting, shownAt, view, watch } from './view.ts'
import { Visitors } from './visitors.tsx'
import { Welcome } from './welcome.tsx'

export function Owner() {
  useEffect(watch, [])
  const now = view.value
  return (
    <div class="column sheet">
      {lost.value && <Lost why={lost.value} />}
      {isStranger.value && <Stranger />}
      {now && resting.value && <Resting />}
      {now && <View view={now} />}
      {!now && !isStranger.value && !lost.value && <Ghosts label="Loading the box" lines={8} />}
    </div>
  )
}

const View = ({ view: now }: { view: OwnerView }) => (
  <>
    <Pause view={now} />
    <Hosts hosts={now.hosts} />
    <Queue turns={now.turns} />
    <Days days={now.days} today={dayAt(now.now)} />
    <Visitors visitors={now.visitors} />
    <Models models={now.models} />
    <Limits limits={now.settings.limits} configured={now.configured} />
    <Welcome welcome={now.settings.welcome} />
    <Changes changes={now.changes} />
  </>
)

const Resting = () => (
  <p class="small soft">
    {shownAt.value !== null &&
      `This is how it was at ${when(shownAt.value)}. It is looked at again when you move.`}
  </p>
)

/** What was shown stays. Where Access stands before this page, only loading it anew leads past it. */
const Lost = ({ why }: { why: string }) => (
  <div class="notice">
    <p class="state" data-is="failed" role="status">
      <span>
        <b>Not up to date.</b> {why}{' '}
        {shownAt.value !== null && `This is how it was at ${when(shownAt.value)}.`}
      </span>
    </p>
    <button type="button" class="btn" onClick={() => location.reload()}>
      Load anew
    </button>
  </div>
)
