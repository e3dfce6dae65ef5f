/** What an entry of the contract has, by what its route takes and answers. */

import type * as v from 'valibot'
import type { ProblemCode } from '../../protocol/problems.ts'
import type { ParamsOf, Route, Routes } from '../../protocol/routes.ts'

/** What holds of every route: its names are hono's for the parts of a request. */
interface About {
  /** Names it for programs that are made from the document. */
  id: string
  summary: string
  /** It stands in no document. */
  hidden?: true
  /** A status with which its answer says that something fails. */
  fails?: number
  /** The schema of its refusals, where they are another service's. */
  says?: v.GenericSchema
  /** The content type of its answer where it was asked for as it comes. */
  streams?: string
  /** Headers of its answer, and what they say. */
  tells?: Record<string, string>
  /** Its own refusals, beside those that follow from what it takes: {@link problemsOf}. */
  problems: readonly ProblemCode[]
}

type Having<R extends Route, Part extends string, As extends string> =
  Routes[R] extends Record<Part, infer T>
    ? Record<As, [T] extends [null] ? null : v.GenericSchema<T, unknown>>
    : unknown

type Params<R extends Route> = [ParamsOf<R>] extends [never]
  ? unknown
  : { param: v.GenericSchema<Record<ParamsOf<R>, string>> }

/** Bytes of its body at most, which are counted before anything is read out of them. */
type Sized<R extends Route> = Routes[R] extends { body: unknown } ? { bytes: number } : unknown

export type Described<R extends Route> = About &
  Params<R> &
  Having<R, 'query', 'query'> &
  Having<R, 'headers', 'header'> &
  Having<R, 'body', 'json'> &
  Sized<R> &
  Having<R, 'answer', 'answer'> &
  Having<R, 'events', 'events'> &
  Having<R, 'messages', 'messages'>

/** An entry as whoever looks through all of them finds it: it may have any part. */
export type Entry = About &
  Partial<Record<'param' | 'query' | 'header' | 'json' | 'events' | 'messages', v.GenericSchema>> & {
    answer?: v.GenericSchema | null
    bytes?: number
  }
