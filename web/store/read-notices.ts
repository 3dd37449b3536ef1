import type { Id, Seq } from '../../protocol/ids.ts'

/** Of a room that was read up to here, what stands among the phone's notifications goes: the ordinary one, and the one of 緊急. */
export async function closeReadNotices(workers: ServiceWorkerContainer, roomId: Id, pointer: Seq): Promise<void> {
  const registration = await workers.getRegistration()
  for (const tag of [roomId, `${roomId}!`]) {
    const notices = (await registration?.getNotifications?.({ tag })) ?? []
    for (const notice of notices) if (!(notice.data?.seq > pointer)) notice.close()
  }
}
