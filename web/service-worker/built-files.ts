/** A file of a build, as the list says that the build puts into the service worker. Without a revision its address has a hash. */
export type BuiltFile = { url: string; revision: string | null }

/** What a request is to the service worker: a page, a file of this build, or nothing that it touches. */
export type Kind = 'page' | 'file' | 'other'

export type Asked = Pick<Request, 'method' | 'mode' | 'url'>

/** The page of the app, at whatever address it is opened. */
export const pagePath = '/'

/** The files of one build, and what is known of them without looking. */
export class BuiltFiles {
  /** Another name for another build: each has a cache of its own. */
  readonly build: string
  private readonly revisions: ReadonlyMap<string, string | null>

  constructor(
    files: readonly BuiltFile[],
    private readonly origin: string,
  ) {
    this.revisions = new Map(files.map(({ url, revision }) => [url, revision]))
    this.build = fingerprint(files.map(({ url, revision }) => `${url} ${revision}`).join('\n'))
  }

  has(path: string): boolean {
    return this.revisions.has(path)
  }

  paths(): string[] {
    return [...this.revisions.keys()]
  }

  /** Whether the address says which content it has, so that the browser's own cache is as good as the network. */
  isHashed(path: string): boolean {
    return this.revisions.get(path) === null
  }

  kindOf({ method, mode, url }: Asked): Kind {
    const { origin, pathname } = new URL(url)
    if (method !== 'GET' || origin !== this.origin || pathname.startsWith('/api/')) return 'other'
    if (mode === 'navigate') return 'page'
    return this.has(pathname) && pathname !== pagePath ? 'file' : 'other'
  }

  /** The files that a page needs at once; null when it is the page of another build. */
  neededBy(page: string): string[] | null {
    const named = [...new Set(page.match(/(?<=")\/assets\/[^"]+/g))]
    return named.length > 0 && named.every((path) => this.has(path)) ? named : null
  }
}

/** FNV-1a, 32 bits: to tell a few builds apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
