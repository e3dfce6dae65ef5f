/** The parts of the Box, each given those that it asks. */

import { settings } from '../settings.ts'
import { Admission } from './admission.ts'
import type { Around } from './around.ts'
import type { Shelf } from './book.ts'
import { Continues } from './hosts/continues.ts'
import { Hosts } from './hosts/hosts.ts'
import { Lookout } from './hosts/lookout.ts'
import { Survey } from './hosts/survey.ts'
import { Warm } from './hosts/warm.ts'
import { Ledger } from './ledger/ledger.ts'
import { Limits } from './ledger/limits.ts'
import { Changes } from './owner/changes.ts'
import { Enrolment } from './owner/enrolment.ts'
import { OwnerDesk } from './owner/owner-desk.ts'
import { People } from './owner/people.ts'
import { Rules } from './owner/rules.ts'
import { TurnQueue } from './queue/turn-queue.ts'
import { Usher } from './queue/usher.ts'
import { Waiting } from './queue/waiting.ts'
import { Reports } from './reports.ts'

export type Parts = ReturnType<typeof partsOf>

/** Throws `Misconfigured` where a setting is wrong. */
export function partsOf(env: Parameters<typeof settings>[0], shelf: Shelf, around: Around) {
  const { limits: configured, unloadWedged } = settings(env)
  const hosts = new Hosts(env, shelf, () => usher.move())
  const continues = new Continues(shelf)
  const ledger = new Ledger(shelf)
  const rules = new Rules(shelf)
  const limits = new Limits(configured, ledger, rules)
  const waiting = new Waiting(shelf)
  const warm = new Warm()
  const lookout = new Lookout(hosts, ledger, unloadWedged)
  const queue = new TurnQueue(hosts, ledger, waiting)
  const usher: Usher = new Usher(hosts, ledger, waiting, queue, around)
  const reports = new Reports(hosts, ledger, waiting, warm, usher)
  const admission = new Admission({ hosts, continues, ledger, limits, queue, warm, lookout, rules })
  const survey = new Survey(hosts, ledger, rules)
  const changes = new Changes(shelf)
  const enrolment = new Enrolment(shelf, rules)
  const owner = new OwnerDesk({
    hosts,
    ledger,
    limits,
    waiting,
    queue,
    rules,
    configured,
    changes,
    enrolment,
  })
  const people = new People({ ledger, waiting, usher, rules, changes, enrolment })
  return {
    hosts,
    continues,
    ledger,
    limits,
    waiting,
    queue,
    warm,
    lookout,
    usher,
    reports,
    admission,
    survey,
    rules,
    owner,
    people,
  }
}
