/**
 * A gateway in name only, deployed once before everything else: the two Workers bind each other, and Cloudflare refuses
 * a binding to a Worker that does not exist yet. The real gateway takes its place minutes later.
 */

import { WorkerEntrypoint } from 'cloudflare:workers'

export class Completions extends WorkerEntrypoint {}

export default {} satisfies ExportedHandler
