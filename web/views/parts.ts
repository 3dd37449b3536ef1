import { later } from './later.tsx'

/** What is not needed to read a room and to write in it: fetched when there is time, or when it is wanted. */
export const RoomOverlays = later(() => import('./room-overlays.tsx').then((file) => file.RoomOverlays))
export const MentionList = later(() => import('./mention-list.tsx').then((file) => file.MentionList))
export const GoneRoom = later(() => import('./gone-room.tsx').then((file) => file.GoneRoom))
export const ReplyingTo = later(() => import('./replying-to.tsx').then((file) => file.ReplyingTo))
export const Urgent = later(() => import('./urgent.tsx').then((file) => file.Urgent))
export const FailedSending = later(() => import('./failed-sending.tsx').then((file) => file.FailedSending))

export const Settings = later(() => import('./settings.tsx').then((file) => file.Settings))
export const Install = later(() => import('./install.tsx').then((file) => file.Install))
export const ListHint = later(() => import('./list-hint.tsx').then((file) => file.ListHint))
export const Ringing = later(() => import('./ringing.tsx').then((file) => file.Ringing))
export const MakeRoom = later(() => import('./make-room.tsx').then((file) => file.MakeRoom))
export const NothingChosen = later(() => import('./nothing-chosen.tsx').then((file) => file.NothingChosen))
export const SignedOut = later(() => import('./signed-out.tsx').then((file) => file.SignedOut))
