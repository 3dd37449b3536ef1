import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { type RefusalCode, refusals } from '../../protocol/refusals.ts'
import { app } from '../../worker/app.ts'
import { type Case, type Expectation, expectations } from './access/expectations.ts'
import {
  type Asker,
  aMatrixTown,
  anAsker,
  type MatrixTown,
  noteIds,
  type Places,
  places,
  type Role,
  roles,
  send,
  uploads,
} from './access/matrix-town.ts'
import { ask } from './browser.ts'

/**
 * Every route, as every role, against own and others' places: exact status and exact body. The routes come from the OpenAPI
 * document, so that a new one without an expectation fails here.
 */

type Operation = { name: string; method: string; path: string; hasBody: boolean; expectation: Expectation | undefined }
type Document = { paths: Record<string, Record<string, { operationId: string; requestBody?: object }>> }

const document = (await (await ask('/api/openapi.json')).json()) as Document
const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId: name, requestBody }]) => ({
    ...{ name, path, method: method.toUpperCase(), hasBody: requestBody !== undefined },
    expectation: expectations[name],
  })),
)

let town: MatrixTown
let number = 1
const nextNumber = () => number++
beforeAll(async () => {
  town = await aMatrixTown()
})

describe('the list of routes', () => {
  test('[DR20] every documented route has an expectation, and every expectation a route', () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(expectations).toSorted())
  })

  test('[DR20] every route of the app is documented', () => {
    const documented = operations.map(({ method, path }) => `${method} ${path}`)
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/api/openapi.json' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect([...new Set(routes)].toSorted()).toEqual(documented.toSorted())
  })
})

describe.each(operations)('[DR14] $method $path', ({ path, method, expectation }) => {
  test.each(Object.keys(roles) as Role[])('[DR14] as %s', async (role) => {
    if (!expectation) return expect.unreachable('a route without an expectation')
    for (const named of placesIn(path)) {
      const c: Case = { ...named, role, town, number: nextNumber() }
      const asker = await anAsker(town, role)
      const response = await send(asker, `${pathOf(path, c, asker)}${query(expectation)}`, {
        method,
        ...(expectation.headers && { headers: expectation.headers(c) }),
        ...(expectation.body && { body: expectation.body(c) }),
      })
      await expectAnswer(response, expectation, c, path)
    }
  })
})

describe.each(operations.filter(({ hasBody }) => hasBody))('[DR20] $method $path', ({ path, method, expectation }) => {
  test('[DR20] refuses unknown fields and what is no JSON, and echoes nothing', async () => {
    const c: Case = { ...(placesIn(path)[0] as Places), role: 'admin', town, number: 1 }
    const body = { ...(expectation?.body?.(c) as object), surprise: 'canary-7f3a' }
    for (const text of [JSON.stringify(body), '{"canary-7f3a":', '"canary-7f3a"', '["canary-7f3a"]']) {
      const asker = await anAsker(town, 'admin')
      const response = await send(asker, pathOf(path, c, asker), { method, body: text })
      expect(await bodyOf(response)).toBe(refusalBody('malformed'))
      expect(response.status).toBe(400)
    }
  })
})

/** Every combination of the places that a path names. */
function placesIn(path: string): Places[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Places)
  let all: Partial<Places>[] = [{}]
  for (const name of names) all = all.flatMap((one) => places[name].map((place) => ({ ...one, [name]: place })))
  return all as Places[]
}

function pathOf(path: string, c: Case, asker: Asker): string {
  const devices: Record<string, string> = {
    own: asker.deviceId,
    other: asker.otherDeviceId,
    absent: town.id('no device'),
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: keyof Places) => {
    if (name === 'seq') return c.seq
    if (name === 'upload') return uploads[c.upload]
    if (name === 'note') return noteIds[c.note]
    if (name === 'version') return c.version
    if (name === 'selection') return c.selection === 'x' ? 'x' : town.id('no selection')
    return name === 'device' ? (devices[c.device] ?? '') : town.id(c[name])
  })
}

const query = ({ query: text }: Expectation) => (text === undefined ? '' : `?${text}`)

async function expectAnswer(
  response: Response,
  { outcome, answer, says }: Expectation,
  c: Case,
  path: string,
): Promise<void> {
  const expected = outcome(c)
  const body = await bodyOf(response)
  const seen = `${c.role} ${path} ${JSON.stringify({ ...c, town: undefined })}`
  if (typeof expected === 'string') {
    expect({ seen, status: response.status, body }).toEqual({
      ...{ seen, status: refusals[expected].status, body: refusalBody(expected) },
    })
    return
  }
  expect({ seen, status: response.status }, body).toEqual({ seen, status: expected })
  if (response.webSocket) {
    response.webSocket.accept()
    response.webSocket.close()
  }
  if (expected === 204 || expected === 101) return expect(body).toBe('')
  const value = JSON.parse(body)
  if (answer) expect(v.safeParse(answer, value).issues, body).toBeUndefined()
  if (says) expect(value).toMatchObject(says(c))
}

/** The body, with the reference of a refusal taken out: what is left must be equal to the byte. */
async function bodyOf(response: Response): Promise<string> {
  const text = await response.text()
  return text.replace(/"reference":"[\w-]{12}"/, '"reference":""')
}

const refusalBody = (code: RefusalCode): string =>
  JSON.stringify({ error: { code, message: refusals[code].ja, reference: '' } })
