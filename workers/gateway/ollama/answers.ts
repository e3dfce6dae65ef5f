/** The shapes of the box's small answers, as loose as the oldest Ollama that Burrow works with (0.5). */

import * as v from 'valibot'

export const Tags = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      size: v.optional(v.number(), 0),
      digest: v.optional(v.string(), ''),
      remote_host: v.optional(v.string()),
      remote_model: v.optional(v.string()),
      capabilities: v.optional(v.array(v.string())),
      details: v.optional(
        v.object({ family: v.optional(v.string()), parameter_size: v.optional(v.string()) })
      ),
    })
  ),
})
export type Tag = v.InferOutput<typeof Tags>['models'][number]

export const Show = v.object({ capabilities: v.optional(v.array(v.string())) })

export const Ps = v.object({
  models: v.array(v.object({ name: v.string(), context_length: v.optional(v.number()) })),
})

/** What `_debug_render_only` shows: the prompt as the model would get it. */
export const Rendered = v.object({ _debug_info: v.object({ rendered_template: v.string() }) })

export const Version = v.object({ version: v.string() })
