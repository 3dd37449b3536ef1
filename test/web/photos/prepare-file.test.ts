import { expect, test } from 'vitest'
import { prepareFile } from '../../../web/store/photos/prepare-file.ts'

test('[CL11] a folder that was dropped as a file is told as what cannot be read, before anything is sent', async () => {
  const aFile = (bytes: () => Promise<ArrayBuffer>) =>
    ({ name: '訓練', size: 4_096, type: '', slice: () => ({ arrayBuffer: bytes }) }) as unknown as File
  const options = { isFromCamera: false, now: 0 }
  const folder = aFile(() => Promise.reject(new DOMException('a folder', 'NotFoundError')))
  await expect(prepareFile(folder, options)).rejects.toThrow('a folder')
  const file = aFile(async () => new ArrayBuffer(1))
  expect(await prepareFile(file, options)).toEqual({ kind: 'file', name: '訓練', body: file })
})
