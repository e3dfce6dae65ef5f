/**
 * The shapes of the box's small answers, as loose as the oldest Ollama that Burrow works with (0.5). Lists are taken
 * entry by entry: one odd model must not take all others away.
 */

import * as v from 'valibot'

const Text = v.fallback(v.string(), '')
const Maybe = v.fallback(v.optional(v.string()), undefined)
const Abilities = v.fallback(v.optional(v.array(v.string())), undefined)

const Tag = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  size: v.fallback(v.number(), 0),
  digest: Text,
  remote_host: Maybe,
  remote_model: Maybe,
  capabilities: Abilities,
  details: v.fallback(v.object({ family: Text, parameter_size: Text }), { family: '', parameter_size: '' }),
})
export type Tag = v.InferOutput<typeof Tag>

const Running = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  size: v.fallback(v.number(), 0),
  digest: Text,
  context_length: v.fallback(v.optional(v.pipe(v.number(), v.minValue(1))), undefined),
  expires_at: Text,
})
export type Running = v.InferOutput<typeof Running>

const each = <Entry extends v.GenericSchema>(entry: Entry) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform(items =>
      items.flatMap(item => {
        const parsed = v.safeParse(entry, item)
        return parsed.success ? [parsed.output] : []
      })
    )
  )

/** Others list their models under this path too, as OpenAI does: what says `object` or `data` is no Ollama. */
export const Tags = v.object({
  models: each(Tag),
  object: v.optional(v.undefined()),
  data: v.optional(v.undefined()),
})

export const Ps = v.object({ models: each(Running) })

export const Show = v.object({ capabilities: Abilities })

export const Version = v.object({ version: v.string() })

/** What `_debug_render_only` shows: the prompt as the model would get it. */
export const Rendered = v.object({ _debug_info: v.object({ rendered_template: v.string() }) })

/** A host that does not know that field answers for real. */
export const Answered = v.object({ done: v.boolean() })
