/** What an account at Cloudflare holds, as far as Burrow is deployed to it. */

import type { D1Database } from '@cloudflare/workers-types'
import { DatabaseSync } from 'node:sqlite'

/** A binding of an uploaded version, as its metadata name it. */
export interface Binding {
  type: string
  name: string
  text?: string
  service?: string
  id?: string
  [field: string]: unknown
}

export interface Version {
  id: string
  number: number
  bindings: Binding[]
  /** Names of the modules that were uploaded. */
  modules: string[]
  message: string
  tag: string
}

export interface Worker {
  name: string
  versions: Version[]
  secrets: Map<string, string>
  /** The last Durable Object migration that was applied. */
  migration: string | null
  observability: boolean
  /** When it is called by the clock. */
  crons: string[]
}

export interface Database {
  id: string
  name: string
  sql: DatabaseSync
  /** Answers queries in place of `sql`, where it is there: with D1's own limits and refusals. */
  d1?: D1Database
  /** As large as it says that it is. */
  bytes: number
}

export interface Deployment {
  id: string
  branch: string
  commit: string
  message: string
  /** Paths of the site, each with the hash of its content. */
  files: Record<string, string>
  hasWorker: boolean
  bindings: Record<string, { service: string }>
}

export interface Project {
  name: string
  /** Ends in `.pages.dev`; carries a suffix where somebody else has the name. */
  subdomain: string
  branch: string
  deployments: Deployment[]
}

export interface DnsRecord {
  id: string
  type: string
  name: string
  content: string
  proxied: boolean
}

/** A domain. */
export interface Zone {
  id: string
  name: string
  status: string
  type: string
  records: DnsRecord[]
}

export interface IngressRule {
  hostname?: string
  path?: string
  service: string
  originRequest?: Record<string, unknown>
}

export interface Tunnel {
  id: string
  name: string
  /** Where it is configured. */
  source: 'cloudflare' | 'local'
  status: 'inactive' | 'healthy' | 'degraded' | 'down'
  ingress: IngressRule[] | null
  token: string
}

export interface ServiceToken {
  id: string
  name: string
  clientId: string
  /** Shown when it is made, and never again. */
  secret: string
  /** Of the secret before, and until when it works too. */
  previous: { secret: string; until: string } | null
  expiresAt: string
}

export interface AccessPolicy {
  id: string
  name: string
  decision: string
  include: unknown[]
}

export interface AccessApplication {
  id: string
  aud: string
  name: string
  domain: string
  policies: AccessPolicy[]
  [field: string]: unknown
}

export class Account {
  readonly id: string
  readonly name: string
  /** Of workers.dev; a fresh account has none. */
  subdomain: string | null = null
  /** Analytics Engine is enabled; on a fresh account it is not. */
  analytics = false
  readonly workers = new Map<string, Worker>()
  readonly databases = new Map<string, Database>()
  readonly projects = new Map<string, Project>()
  readonly zones: Zone[] = []
  readonly tunnels: Tunnel[] = []
  /** Of Zero Trust; null where it was never turned on. */
  team: string | null = null
  readonly serviceTokens: ServiceToken[] = []
  readonly applications: AccessApplication[] = []

  constructor(id: string, name: string) {
    this.id = id
    this.name = name
  }

  database(idOrName: string): Database | undefined {
    return this.databases.get(idOrName) ?? [...this.databases.values()].find(({ name }) => name === idOrName)
  }

  createDatabase(name: string): Database {
    const database = { id: crypto.randomUUID(), name, sql: new DatabaseSync(':memory:'), bytes: 100_000 }
    this.databases.set(database.id, database)
    return database
  }

  addZone(name: string, about: Partial<Zone> = {}): Zone {
    const zone = { id: crypto.randomUUID(), name, status: 'active', type: 'full', records: [], ...about }
    this.zones.push(zone)
    return zone
  }

  /** A Worker's next version goes live at once. */
  deploy(name: string, version: Omit<Version, 'id' | 'number'>): Version {
    const worker = this.workers.get(name) ?? {
      name,
      versions: [],
      secrets: new Map<string, string>(),
      migration: null,
      observability: false,
      crons: [],
    }
    this.workers.set(name, worker)
    const added = { ...version, id: crypto.randomUUID(), number: worker.versions.length + 1 }
    worker.versions.push(added)
    return added
  }
}
