import type * as v from 'valibot'
import { FileDetails, RoomPhotos, UploadStanding } from '../../../protocol/file.ts'
import * as http from '../../../protocol/http.ts'
import { Note, NoteList, NoteOpens, NoteRevisions, NoteVersion } from '../../../protocol/note.ts'
import { Positions } from '../../../protocol/position.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import { RingBoard, Ringing, RingRecord } from '../../../protocol/ringing.ts'
import { MapSetting, PlacesPage } from '../../../protocol/room-map.ts'
import { Page, Sheet, Versions, Welcome } from '../../../protocol/server-message.ts'
import { Selection, StockPage } from '../../../protocol/stock.ts'
import { clientId } from '../../support/builders.ts'
import { aNote } from '../note-taker.ts'
import {
  isAdminOf,
  isInOrganization,
  isInRoom,
  type MatrixTown,
  organizationOf,
  type Places,
  type Role,
  uploads,
} from './matrix-town.ts'

/** One request of the matrix: who asks, and which places the path names. */
export type Case = Places & { role: Role; town: MatrixTown; number: number }

export type Expectation = {
  query?: string
  headers?: (c: Case) => Record<string, string>
  body?: (c: Case) => unknown
  /** The schema of what a yes answers; left out: nothing. */
  answer?: v.GenericSchema
  /** The status of a yes, or the code of a no. */
  outcome: (c: Case) => number | RefusalCode
  /** Only where a yes says more than its schema does. */
  says?: (c: Case) => object
}

type Outcome = Expectation['outcome']

/** For whoever is signed in. */
const signedIn =
  (outcome: Outcome): Outcome =>
  (c) =>
    c.role === 'signedOut' ? 'signed_out' : outcome(c)
const inRoom = (outcome: Outcome): Outcome => signedIn((c) => (isInRoom(c.role, c.room) ? outcome(c) : 'not_found'))
const inOrganization = (outcome: Outcome): Outcome =>
  signedIn((c) => (isInOrganization(c.role, c.organization) ? outcome(c) : 'not_found'))
const asAdmin = (outcome: Outcome): Outcome =>
  signedIn((c) => (isAdminOf(c.role, c.organization) ? outcome(c) : 'not_found'))
const hasAccount = (c: Case) => c.account === (c.organization === 'corps' ? 'member-3' : 'citizen')
const ofOrganization = (c: Case, corps: string, city: string) => (c.organization === 'corps' ? corps : city)
const ofEntry = (outcome: Outcome): Outcome => inRoom((c) => (c.seq === '2' ? outcome(c) : 'no_such_entry'))

const hello = 'v=1&seq=0&rev=0&roster=0'
const upgrade = { upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' }

const tus = { 'tus-resumable': '1.0.0' }
const numbered = (number: number) => `01930000-0000-7000-8000-${`${number}`.padStart(12, '0')}`
const beginning = ({ number }: Case) => ({
  ...tus,
  'upload-length': '5',
  'upload-metadata': `id ${btoa(numbered(number))},kind ${btoa('file')},name ${btoa('a')}`,
})
const nextBytes = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '2' }
/** The one upload of the town, as its uploader sees it. */
const isCarried = (c: Case) => c.role === 'member' && c.room === 'captains' && c.upload === 'carried'
const ofUpload = (outcome: Outcome): Outcome => inRoom((c) => (isCarried(c) ? outcome(c) : 'upload_unknown'))

/** The one note of the town, to whoever is in its room. */
const ofNote = (outcome: Outcome): Outcome =>
  inRoom((c) => (c.room === 'captains' && c.note === 'kept' ? outcome(c) : 'not_found'))
const saveId = (number: number) => `01930000-0000-7000-8001-${`${number}`.padStart(12, '0')}`

/** What every route answers to everybody, by the name that the OpenAPI document gives it. */
export const expectations: Record<string, Expectation> = {
  signIn: {
    body: ({ town, number }) => ({ loginId: town.login(`nobody-${number}`), password: 'wrong password' }),
    outcome: () => 'sign_in_failed',
  },
  activate: {
    body: ({ town, number }) => ({
      loginId: town.login(`nobody-${number}`),
      code: 'WRONG',
      password: 'hotaru ga tobu kawa',
    }),
    outcome: () => 'activation_failed',
  },
  refresh: { body: () => ({}), outcome: () => 'signed_out' },
  signOut: { outcome: () => 204 },
  start: {
    query: 'v=1',
    answer: http.Start,
    outcome: signedIn(() => 200),
    says: (c) => ({ session: { organizations: [{ isAdmin: c.role === 'admin' || c.role === 'foreignAdmin' }] } }),
  },
  readMe: { answer: http.Session, outcome: signedIn(() => 200) },
  readDevices: { answer: http.Devices, outcome: signedIn(() => 200) },
  endDevice: { outcome: signedIn((c) => (c.device === 'own' ? 204 : 'not_found')) },
  changePassword: {
    body: () => ({ current: 'wrong password', next: 'hotaru ga tobu kawa' }),
    outcome: signedIn(() => 'password_wrong'),
  },
  readBadges: { answer: http.Badges, outcome: signedIn(() => 200) },

  syncRoom: {
    query: hello,
    answer: Welcome,
    outcome: inRoom(() => 200),
    says: (c) => ({ room: { id: c.town.id(c.room), name: c.room } }),
  },
  command: { body: () => ({ t: 'read', seq: 0 }), outcome: inRoom(() => 200) },
  readEntries: { query: 'before=3', answer: Page, outcome: inRoom(() => 200) },
  readReaders: { answer: Sheet, outcome: ofEntry(() => 200) },
  readVersions: {
    answer: Versions,
    outcome: inRoom((c) => {
      if (c.role !== 'foreignAdmin') return 'not_allowed'
      return c.seq === '2' ? 200 : 'no_such_entry'
    }),
  },
  readRooms: { answer: http.RoomList, outcome: inOrganization(() => 200) },
  setPreference: {
    body: () => ({ pinned: true, ring: 'all' }),
    outcome: signedIn((c) => {
      const isThere = c.room !== 'absent' && organizationOf[c.room] === c.organization
      return isThere && isInRoom(c.role, c.room) ? 204 : 'not_found'
    }),
  },
  readRinging: { answer: Ringing, outcome: signedIn(() => 200), says: () => ({ quiet: null }) },
  tellRinging: {
    body: () => ({ permission: 'default', platform: 'linux', installed: false, subscription: null }),
    answer: Ringing,
    outcome: signedIn(() => 200),
  },
  setQuietHours: { body: () => ({ quiet: null }), outcome: signedIn(() => 204) },
  testRinging: { body: () => ({}), outcome: signedIn(() => 'not_found') },
  noteShown: { body: () => ({ receipt: 'of nobody' }), outcome: () => 204 },
  readRingBoard: { answer: RingBoard, outcome: inRoom((c) => (c.role === 'foreignAdmin' ? 200 : 'not_allowed')) },
  probeRoom: { outcome: inRoom((c) => (c.role === 'foreignAdmin' ? 204 : 'not_allowed')) },
  readRings: { answer: RingRecord, outcome: ofEntry(() => 200), says: () => ({ rings: [] }) },
  createUpload: { headers: beginning, answer: UploadStanding, outcome: inRoom(() => 201), says: () => ({ offset: 0 }) },
  readUpload: {
    headers: () => tus,
    answer: UploadStanding,
    outcome: ofUpload(() => 200),
    says: () => ({ offset: 2, whole: true }),
  },
  appendUpload: { headers: () => nextBytes, outcome: ofUpload(() => 204) },
  endUpload: { headers: () => tus, outcome: inRoom(() => 'upload_unknown') },
  describeUploads: { outcome: signedIn(() => 204) },
  readFile: { outcome: inRoom((c) => (isCarried(c) ? 200 : 'not_found')), says: () => ({}) },
  // The one upload of the town is no photo.
  readPublicCopy: { outcome: inRoom((c) => (isCarried(c) ? 'no_public_copy' : 'not_found')) },
  readOriginal: { outcome: inRoom(() => 'not_found') },
  wantOriginal: { body: () => ({}), outcome: inRoom(() => 'not_found') },
  readFileDetails: {
    answer: FileDetails,
    outcome: inRoom((c) => (isCarried(c) ? 200 : 'not_found')),
    says: () => ({ original: null, wanted: false, lost: false }),
  },
  listStock: { answer: StockPage, outcome: inOrganization(() => 200), says: () => ({ next: null }) },
  setPhotoFacts: {
    body: ({ town }) => ({ photos: [{ roomId: town.id('captains'), id: clientId(77) }], set: { consent: 'ok' } }),
    outcome: inOrganization(() => 'not_found'),
  },
  selectPhotos: {
    body: ({ town }) => ({ photos: [{ roomId: town.id('captains'), id: clientId(77) }], kind: 'evidence' }),
    answer: Selection,
    outcome: inOrganization(() => 201),
    says: () => ({ files: 0, leftOut: [{ reason: 'gone' }] }),
  },
  downloadPhotos: { outcome: inOrganization(() => 'not_found') },
  readPlaces: { answer: PlacesPage, outcome: inRoom(() => 200), says: () => ({ entries: [], before: null }) },
  readPositions: { answer: Positions, outcome: inRoom(() => 200), says: () => ({ whole: true, held: [] }) },
  readMap: { answer: MapSetting, outcome: signedIn(() => 200) },
  listNotes: { answer: NoteList, outcome: inRoom(() => 200) },
  orderNotes: { body: () => ({ ids: [] }), outcome: inRoom(() => 204) },
  readNote: { answer: Note, outcome: ofNote(() => 200), says: (c) => ({ roomId: c.town.id(c.room) }) },
  saveNote: {
    body: ({ number }) => ({ id: saveId(number), base: 1, content: aNote() }),
    answer: Note,
    outcome: ofNote(() => 200),
    says: () => ({ version: 2 }),
  },
  archiveNote: { body: () => ({ archived: false }), outcome: ofNote(() => 204) },
  listNoteRevisions: { answer: NoteRevisions, outcome: ofNote(() => 200) },
  readNoteRevision: { answer: NoteVersion, outcome: ofNote((c) => (c.version === '1' ? 200 : 'not_found')) },
  // The one note of the town has no links.
  openNoteLink: { body: () => ({ url: 'https://forms.example.jp/' }), outcome: ofNote(() => 'not_found') },
  readNoteOpens: { answer: NoteOpens, outcome: ofNote(() => 200), says: () => ({ links: [] }) },
  readPhotos: { query: 'kind=file', answer: RoomPhotos, outcome: inRoom(() => 200) },
  copyFile: {
    // Of the one file of the town, which only its own room's members see.
    body: ({ town, number }) => ({
      id: numbered(number),
      from: { room: town.id('captains'), upload: uploads.carried },
    }),
    answer: UploadStanding,
    outcome: inRoom((c) => (c.role === 'member' ? 201 : 'not_found')),
    says: () => ({ offset: 2, whole: true }),
  },
  openRoom: { query: hello, headers: () => upgrade, outcome: inRoom(() => 101) },
  openLobby: { query: 'v=1', headers: () => upgrade, outcome: inOrganization(() => 101) },

  readDirectory: { answer: http.DirectoryView, outcome: inOrganization(() => 200) },
  makeRoom: {
    body: () => ({ name: '新しいルーム', rule: { everyone: true } }),
    answer: http.MadeRoom,
    outcome: inOrganization((c) => (isAdminOf(c.role, c.organization) ? 201 : 'not_allowed')),
  },
  changeRoom: {
    body: (c) => ({ name: c.room }),
    answer: http.MadeRoom,
    outcome: inOrganization((c) => {
      if (c.room === 'absent' || organizationOf[c.room] !== c.organization) return 'not_found'
      if (isAdminOf(c.role, c.organization)) return 200
      return isInRoom(c.role, c.room) ? 'not_allowed' : 'not_found'
    }),
    says: (c) => ({ id: c.town.id(c.room) }),
  },
  makeDeskRooms: {
    body: () => ({ positionKind: 'captain', deskKind: 'desk' }),
    answer: http.MadeDeskRooms,
    outcome: asAdmin((c) => (c.organization === 'corps' ? 200 : 'rule_matches_nobody')),
    says: () => ({ made: 0 }),
  },

  makeAccount: {
    body: ({ town, number }) => ({
      loginId: town.login(`new-${number}`),
      name: '見本 花子',
      unitId: town.id('unit-1'),
    }),
    answer: http.MadeAccount,
    outcome: asAdmin((c) => (c.organization === 'corps' ? 201 : 'not_found')),
  },
  reissueActivation: { answer: http.MadeAccount, outcome: asAdmin((c) => (hasAccount(c) ? 201 : 'not_found')) },
  setTitle: { body: () => ({ titleId: null }), outcome: asAdmin((c) => (hasAccount(c) ? 204 : 'not_found')) },
  setDisabled: { body: () => ({ disabled: false }), outcome: asAdmin((c) => (hasAccount(c) ? 204 : 'not_found')) },
  setHolder: {
    body: () => ({ accountId: null }),
    outcome: asAdmin((c) => (c.organization === 'corps' && c.position === 'seat-3' ? 204 : 'not_found')),
  },

  readOrganization: { answer: http.OrganizationSettings, outcome: asAdmin(() => 200) },
  changeOrganization: { body: () => ({ leavesNothing: false, sendsAtOnce: false }), outcome: asAdmin(() => 204) },
  makeUnit: { body: () => ({ name: '新しい係' }), answer: http.Made, outcome: asAdmin(() => 201) },
  changeUnit: {
    body: () => ({ order: 9 }),
    outcome: asAdmin((c) => (c.unit === ofOrganization(c, 'unit-3', 'unit-city') ? 204 : 'not_found')),
  },
  makeTitle: { body: () => ({ name: '班長', rank: 20 }), answer: http.Made, outcome: asAdmin(() => 201) },
  changeTitle: {
    body: () => ({ rank: 95 }),
    outcome: asAdmin((c) => (c.title === ofOrganization(c, 'title-chief', 'title-mayor') ? 204 : 'not_found')),
  },
  makePosition: {
    body: ({ town }) => ({ name: '指導員', kind: 'teacher', unitId: town.id('unit-1') }),
    answer: http.Made,
    outcome: asAdmin((c) => (c.organization === 'corps' ? 201 : 'not_found')),
  },
  changePosition: {
    body: () => ({ order: 9 }),
    outcome: asAdmin((c) => (c.organization === 'corps' && c.position === 'seat-3' ? 204 : 'not_found')),
  },
  addMember: {
    body: ({ town }) => ({ loginId: town.login('member-3'), unitId: town.id('unit-3') }),
    answer: http.AddedMember,
    outcome: asAdmin((c) => (c.organization === 'corps' ? 200 : 'not_found')),
    says: ({ town }) => ({ accountId: town.id('member-3') }),
  },
  setOrganizationRule: {
    body: () => ({ membersFrom: null }),
    answer: http.OrganizationRuleSet,
    outcome: asAdmin(() => 200),
    says: () => ({ memberCount: 0 }),
  },
  makeOrganization: {
    body: () => ({ name: '災害連絡用', badge: '災' }),
    answer: http.Made,
    outcome: asAdmin((c) => (c.organization === 'corps' ? 201 : 'not_found')),
  },
  readStorage: { answer: http.Storage, outcome: asAdmin(() => 200), says: () => ({ quota: 50 * 1024 ** 3 }) },
  readAudit: { answer: http.AuditPage, outcome: asAdmin(() => 200) },
}
