import type { Session } from '../../../protocol/http.ts'
import { demoPassword } from '../../town/sign-ins.ts'

/** Headers of somebody who signed in without cookies, as a program does. */
export async function bearerOf(url: string, loginId: string): Promise<{ authorization: string }> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-yagura-client': 'bearer' },
    body: JSON.stringify({ loginId, password: demoPassword }),
  })
  return { authorization: `Bearer ${((await response.json()) as Session).tokens?.access}` }
}

export type NewUpload = { id: string; kind: string; name: string; size: number }

/** Headers that begin an upload (tus: creation). */
export function beginning({ size, ...facts }: NewUpload): Record<string, string> {
  const metadata = Object.entries(facts).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  return { 'tus-resumable': '1.0.0', 'upload-length': `${size}`, 'upload-metadata': metadata.join(',') }
}

/** Headers of a body of bytes (tus: PATCH). */
export const bytesFrom = (offset: number): Record<string, string> => ({
  ...{ 'tus-resumable': '1.0.0', 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
})
