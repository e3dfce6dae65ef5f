/**
 * Can a model go on with a partial answer? Its template decides, and Ollama does not say; but it shows the prompt that
 * it would send. Where that ends with the partial answer the model goes on, else it would begin anew. What a model's
 * template does is kept by its digest and Ollama's version.
 */

import * as v from 'valibot'
import { type Fault, nameFault, noAnswer } from './faults.ts'
import { type Host, probe } from './host.ts'
import { Rendered, Version } from './answers.ts'

/** A partial answer that no template contains by itself. */
const MARK = 'BURROWPREFILL'

const kept = new Map<string, boolean>()

/** Asks once a model and version; loads the model, which is about to be used anyway. */
export async function continues(
  host: Host,
  model: { name: string; digest: string },
  stop: AbortSignal
): Promise<{ ok: true; can: boolean } | { ok: false; fault: Fault }> {
  try {
    const version = await probe(host, '/api/version')
    if (!version.ok) return { ok: false, fault: await nameFault(version) }
    const key = `${model.digest} ${v.parse(Version, await version.json()).version}`
    const known = kept.get(key)
    if (known !== undefined) return { ok: true, can: known }

    const messages = [
      { role: 'user', content: 'x' },
      { role: 'assistant', content: MARK },
    ]
    // A host that does not know the field answers for real: one token of it is enough.
    const options = { num_predict: 1 }
    const ask = { model: model.name, messages, options, stream: false, _debug_render_only: true }
    const response = await host.request('/api/chat', ask, stop)
    if (!response.ok) return { ok: false, fault: await nameFault(response) }
    // Any other shape: then it is not known to continue.
    const rendered = v.safeParse(Rendered, await response.json())
    const can = rendered.success && rendered.output._debug_info.rendered_template.endsWith(MARK)
    kept.set(key, can)
    return { ok: true, can }
  } catch (error) {
    stop.throwIfAborted()
    return { ok: false, fault: noAnswer(error) }
  }
}
