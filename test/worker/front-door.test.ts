import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../protocol/codec.ts'
import { ErrorBody } from '../../protocol/http.ts'
import { limits } from '../../protocol/limits.ts'
import { app } from '../../worker/app.ts'
import { ask, Browser, bindings, codeIn, ownOrigin } from './browser.ts'
import { aTown, password } from './small-town.ts'

/** Every route, with ids that name nothing. */
const routes = [
  ...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)),
].map((route) => {
  const [method = '', path = ''] = route.split(' ')
  return { method, path: path.replace(/:(\w+)/g, 'f'.repeat(32)).replace('*', 'a-page') }
})
const unsafe = routes.filter(({ method }) => method !== 'GET')
const sockets = routes.filter(({ path }) => path.endsWith('/socket'))

const page = () =>
  new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8', etag: '"x"' } })
const script = () => new Response('1', { headers: { 'content-type': 'text/javascript' } })
const assets = { fetch: async (request: Request) => (request.url.endsWith('/assets/app-1a2b.js') ? script() : page()) }
const withAssets = () => bindings({ ASSETS: assets })

const everywhere: Record<string, string | RegExp> = {
  'content-security-policy':
    /^default-src 'self'; script-src 'self'; style-src 'self'; .*object-src 'none'; base-uri 'none'; frame-src 'none'; frame-ancestors 'none'; form-action 'self'$/,
  'strict-transport-security': /^max-age=(31536000|[4-9]\d{7,})/,
  'x-content-type-options': 'nosniff',
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': /camera=\(\).*microphone=\(\)/,
}

function expectHeaders(response: Response): void {
  for (const [name, value] of Object.entries(everywhere)) expect(response.headers.get(name), name).toMatch(value)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy.replace(' https://cyberjapandata.gsi.go.jp;', ';')).not.toMatch(/unsafe|\*|https?:/)
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
    expect(response.headers.get(name)).toBeNull()
}

describe('headers', () => {
  test('[SC1] every route of the API carries the security headers and is not stored', async () => {
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, path } of routes) {
      const response = await ask(path, { method, env: withAssets(), headers: { origin: ownOrigin } })
      expectHeaders(response)
      if (path.startsWith('/api/')) expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('[SC1] pages and files carry the same, signed in or not, found or not', async () => {
    for (const path of ['/', '/index.html', '/rooms/x', '/assets/app-1a2b.js', '/assets/gone.js', '/%2e%2e/x']) {
      expectHeaders(await ask(path, { env: withAssets() }))
    }
    expectHeaders(await ask('/', { env: bindings({ ASSETS: undefined }) }))
    expectHeaders(await ask('/', { method: 'POST', env: withAssets() }))
  })

  test('[SC1] a built file is kept for long by its name, the page is asked for each time', async () => {
    const kept = async (path: string) => (await ask(path, { env: withAssets() })).headers.get('cache-control')
    expect(await kept('/assets/app-1a2b.js')).toBe('public, max-age=31536000, immutable')
    const gone = await ask('/assets/gone.js', { env: withAssets() })
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-cache'])
    expect(await kept('/')).toBe('no-cache')
  })
})

describe('a page with its stylesheet in it', () => {
  const style = '@media (width<=19rem){p{color:red}}'
  const text = `<!doctype html><style>${style}</style><p>`
  const env = (html = text) =>
    bindings({
      ASSETS: {
        fetch: async ({ headers }) =>
          headers.has('if-none-match') || headers.has('range')
            ? new Response(null, { status: 304 })
            : new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', etag: '"x"' } }),
      },
    })
  const styleSource = (response: Response) =>
    response.headers.get('content-security-policy')?.match(/style-src ([^;]*);/)?.[1]
  const hashOf = async (css: string) => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css))
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'`
  }

  test('[SC1] the policy allows this stylesheet by its hash, and no other', async () => {
    for (const path of ['/', '/r/x', '/']) {
      const response = await ask(path, { env: env() })
      expect(styleSource(response)).toBe(`'self' ${await hashOf(style)}`)
      expect(await response.text()).toBe(text)
    }
    const next = await ask('/', { env: env(text.replace('red', 'blue')) })
    expect(styleSource(next)).toBe(`'self' ${await hashOf(style.replace('red', 'blue'))}`)
    expect(styleSource(await ask('/', { method: 'HEAD', env: env() }))).toBe(`'self' ${await hashOf(style)}`)
    expect(styleSource(await ask('/api/me', { env: env() }))).toBe("'self'")
  })

  test('[SC1] it is answered whole, whatever the browser keeps of it', async () => {
    const condition: Record<string, string>[] = [{ 'if-none-match': '"x"' }, { range: 'bytes=0-9' }]
    for (const headers of condition) {
      const response = await ask('/', { env: env(), headers })
      expect([response.status, styleSource(response)]).toEqual([200, `'self' ${await hashOf(style)}`])
    }
  })
})

test('[SC2] without usable secrets everything is answered 503 not_configured, the page too', async () => {
  const pair = JSON.parse(bindings().SIGNING_KEY ?? '')
  const unusable = [
    { SIGNING_KEY: undefined },
    { SIGNING_KEY: '' },
    { SIGNING_KEY: 'not json' },
    { SIGNING_KEY: JSON.stringify({ ...pair, d: undefined }) },
    { SIGNING_KEY: JSON.stringify({ ...pair, kid: undefined }) },
    { SIGNING_KEY: JSON.stringify({ ...pair, x: pair.d }) },
    { SIGNING_KEY: JSON.stringify({ kty: 'oct', kid: 'a', k: 'AAAA' }) },
    { SIGNING_KEY_PREVIOUS: 'not json' },
    { SIGNING_KEY_PREVIOUS: bindings().SIGNING_KEY },
    { PASSWORD_PEPPER: undefined },
    { PASSWORD_PEPPER: 'too-short' },
  ]
  for (const secrets of unusable) {
    const env = { ...withAssets(), ...secrets } as ReturnType<typeof bindings>
    for (const { method, path } of [{ method: 'GET', path: '/' }, ...routes.slice(0, 4)]) {
      const response = await ask(path, { method, env })
      expect([response.status, await codeIn(response.clone() as Response)]).toEqual([503, 'not_configured'])
      expectHeaders(response)
    }
  }
})

describe('origins', () => {
  const foreign = [
    'https://evil.test',
    'null',
    `${ownOrigin}.evil.test`,
    'http://yagura.test',
    'https://yagura.test:8443',
    'https://sub.yagura.test',
    '',
  ]

  test('[SC3] every unsafe route refuses every origin but our own, with a good cookie and whatever the body', async () => {
    const { people } = await aTown()
    const browser = new Browser()
    await browser.signIn(people[0]!.loginId, password)
    for (const { method, path } of unsafe) {
      for (const origin of foreign) {
        const body = {
          body: '{}',
          headers: { origin, cookie: browser.cookieHeader(), 'content-type': 'application/json' },
        }
        expect(await codeIn(await ask(path, { method, ...body }))).toBe('foreign_origin')
      }
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
      for (const type of types) {
        const headers = { origin: 'https://evil.test', cookie: browser.cookieHeader(), 'content-type': type }
        expect(await codeIn(await ask(path, { method, body: 'a=1', headers }))).toBe('foreign_origin')
      }
    }
    expect((await browser.ask('/api/me')).status).toBe(200)
  })

  test('[SC3] without an origin: only with a token of its own, or its name, and without cookies', async () => {
    for (const { method, path } of unsafe) {
      const codeOf = async (headers: Record<string, string>) => codeIn(await ask(path, { method, headers }))
      expect(await codeOf({})).toBe('foreign_origin')
      expect(await codeOf({ cookie: 'a=b' })).toBe('foreign_origin')
      expect(await codeOf({ cookie: 'a=b', authorization: 'Bearer x' })).toBe('foreign_origin')
      expect(await codeOf({ cookie: 'a=b', 'x-yagura-client': 'bearer' })).toBe('foreign_origin')
      expect(await codeOf({ authorization: 'Bearer x', 'sec-fetch-site': 'cross-site' })).toBe('foreign_origin')
    }
    const bearer = { authorization: 'Bearer x', 'content-type': 'application/json' }
    expect(await codeIn(await ask('/api/me/password', { method: 'PUT', body: {}, headers: bearer }))).toBe('signed_out')
  })

  test('[SC3] our own origin from another site’s page is refused where the browser says so', async () => {
    for (const site of ['cross-site', 'same-site', 'none', 'odd']) {
      const headers = { origin: ownOrigin, 'sec-fetch-site': site }
      for (const { method, path } of unsafe)
        expect(await codeIn(await ask(path, { method, headers }))).toBe('foreign_origin')
    }
    for (const site of ['cross-site', 'same-site']) {
      expect(await codeIn(await ask('/api/me', { headers: { 'sec-fetch-site': site } }))).toBe('foreign_origin')
      expect((await ask('/', { headers: { 'sec-fetch-site': site }, env: withAssets() })).status).toBe(200)
    }
  })

  test('[SC3] an upgrade is refused from every other origin, and without one where there are cookies', async () => {
    expect(sockets).toHaveLength(2)
    const { people } = await aTown()
    const browser = new Browser()
    await browser.signIn(people[0]!.loginId, password)
    for (const { path } of sockets) {
      for (const origin of foreign) {
        const headers = { upgrade: 'websocket', origin, cookie: browser.cookieHeader() }
        expect(await codeIn(await ask(`${path}?v=1`, { headers }))).toBe('foreign_origin')
      }
      const headers = { upgrade: 'websocket', cookie: browser.cookieHeader() }
      expect(await codeIn(await ask(`${path}?v=1`, { headers }))).toBe('foreign_origin')
      expect(await codeIn(await ask(`${path}?v=1`, { headers: { ...headers, origin: ownOrigin } }))).toBe('not_found')
    }
  })

  test('[SC3] a public origin that was named is welcome besides our own', async () => {
    const env = bindings({ PUBLIC_ORIGIN: 'https://chat.city.test' })
    const ending = (origin: string) => ask('/api/session', { method: 'DELETE', headers: { origin }, env })
    expect((await ending('https://chat.city.test')).status).toBe(204)
    expect((await ending(ownOrigin)).status).toBe(204)
    expect((await ending('https://city.test')).status).toBe(403)
  })
})

describe('bodies', () => {
  const post = (path: string, body: string | Uint8Array, type = 'application/json') =>
    ask(path, { method: 'POST', body, headers: { origin: ownOrigin, 'content-type': type } })

  test('[SC4] only JSON in UTF-8 is read', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=shift_jis',
      'application/jsonp',
      'text/json',
    ]) {
      expect(await codeIn(await post('/api/session', '{}', type))).toBe('json_only')
    }
    const untyped = await ask('/api/session', {
      method: 'POST',
      body: new Blob(['{}']),
      headers: { origin: ownOrigin },
    })
    expect(await codeIn(untyped)).toBe('json_only')
    expect(await codeIn(await post('/api/session', '{}', 'application/json; charset=UTF-8'))).toBe('malformed')
  })

  test('[SC4] a body is counted while it is read, whatever its headers say', async () => {
    const most = limits.maxBodyBytes
    expect(await codeIn(await post('/api/session', JSON.stringify({ a: 'x'.repeat(most) })))).toBe('too_large')
    expect(await codeIn(await post('/api/session', `"${'x'.repeat(most - 2)}"`))).toBe('malformed')
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(8_192))
      },
    })
    const request = new Request(`${ownOrigin}/api/session`, {
      method: 'POST',
      body: endless,
      headers: { origin: ownOrigin, 'content-type': 'application/json' },
      duplex: 'half',
    } as RequestInit)
    expect(await codeIn(await app.request(request, undefined, bindings()))).toBe('too_large')
    expect(sent).toBeLessThan(20)
  })

  test('[SC4] what is not the expected shape is refused, unknown fields included', async () => {
    const good = { loginId: 'someone', password: 'x' }
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '1',
      '"x"',
      '[[[[',
      '{}',
      '{"loginId":1,"password":"x"}',
      `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
      JSON.stringify({ ...good, isAdmin: true }),
      JSON.stringify({ ...good, password: '' }),
      JSON.stringify({ ...good, loginId: 'x'.repeat(201) }),
      JSON.stringify(good).replace('"password"', '"__proto__":{"a":1},"password"'),
      JSON.stringify({ ...good, constructor: 'x' }),
      '\ufeff{"loginId":"someone","password":"x"}',
    ]
    for (const body of bodies)
      expect(await codeIn(await post('/api/session', body)), body.slice(0, 40)).toBe('malformed')
    const notUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])
    expect(await codeIn(await post('/api/session', notUtf8))).toBe('malformed')
  })
})

describe('answers', () => {
  test('[SC5] no answer echoes what was sent, and an error has exactly its code, message and reference', async () => {
    const marker = 'echo-5d41402abc4b'
    const json = JSON.stringify({
      loginId: marker,
      password: marker,
      [marker]: marker,
      code: marker,
      refresh: marker,
      current: marker,
    })
    for (const { method, path } of routes) {
      for (const body of method === 'GET' ? [undefined] : [json, `{"${marker}`, '"x"']) {
        const headers = {
          origin: ownOrigin,
          'content-type': 'application/json',
          authorization: `Bearer ${marker}`,
          'x-test': marker,
        }
        const response = await ask(`${path}?${marker}=${marker}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body }),
        })
        const text = await response.text()
        expect([...response.headers].join()).not.toContain(marker)
        expect(text).not.toContain(marker)
        if (response.status >= 400)
          expect(v.is(ErrorBody, parseJson(text)), `${method} ${path} ${response.status}`).toBe(true)
      }
    }
  })

  test('[SC5] a fault of ours says internal and where to find it, and nothing else', async () => {
    const broken = {
      idFromName: () => 'x',
      get: () => ({
        admit: () => Promise.reject(new Error('secret detail')),
        refresh: () => Promise.reject(new TypeError('secret')),
      }),
    }
    const browser = new Browser()
    browser.cookies.set('__Host-yagura-refresh', `${'a'.repeat(32)}.${'b'.repeat(32)}.${'C'.repeat(43)}`)
    const response = await browser.refresh({ env: bindings({ ACCOUNT: broken as never }) })
    expect(response.status).toBe(500)
    expectHeaders(response)
    const text = await response.text()
    expect(text).not.toMatch(/secret|Error|at /)
    expect(JSON.parse(text)).toMatchObject({
      error: { code: 'internal', reference: expect.stringMatching(/^[\w-]{12}$/) },
    })
  })

  test('[SC6] what is behind sign-in says nothing to who is not signed in, of routes that are there or not', async () => {
    for (const path of [
      '/api/me',
      '/api/nothing',
      '/api/rooms/x',
      '/api/organizations/x/rooms',
      '/do/call/destroy',
      '/cdn-cgi/x',
    ]) {
      const response = await ask(path, { env: withAssets() })
      expect(await codeIn(response)).toBe(path.startsWith('/api/') ? 'signed_out' : 'not_found')
    }
  })
})
