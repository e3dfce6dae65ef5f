/** The bond between a schema and the type of protocol's that it stands for. */

import type * as v from 'valibot'

type Same<A, B> = [A, Required<A>] extends [B, Required<B>]
  ? [B, Required<B>] extends [A, Required<A>]
    ? unknown
    : never
  : never

/** A schema that takes exactly this type: the compiler refuses one that knows more or fewer fields than protocol. */
export const exactly =
  <T>() =>
  <S extends v.GenericSchema>(schema: S & Same<v.InferInput<S>, T>): S =>
    schema
