import type { FileDetails } from '../../../protocol/file.ts'
import type { ClientId, Seq } from '../../../protocol/ids.ts'
import type { Reply } from '../../transport/api.ts'
import { photoPaths } from '../../transport/photo-paths.ts'
import { shaped } from '../../transport/shape.ts'
import type { RoomSession } from '../talk/room-session.ts'

const details = shaped<FileDetails>('file', 'wanted')

/** What the room knows of a photo and of its original. */
export const readFileDetails = ({ api, roomId }: RoomSession, photo: ClientId): Promise<Reply<FileDetails>> =>
  api({ method: 'GET', path: photoPaths.facts(roomId, photo), answer: details })

/** What a message says of its photos' originals: that one is wanted, or that they are here. */
export const originalMark = ({ view }: RoomSession, seq: Seq) => view.marks(seq).find(({ kind }) => kind === 'original')
