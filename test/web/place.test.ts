import { describe, expect, test } from 'vitest'
import { home, type Place, pathOf, placeOf } from '../../web/store/place.ts'
import { id } from '../support/builders.ts'

const room = id('room')
const organization = id('organization')

describe('places and their paths', () => {
  test.each<[string, Place]>([
    ['/', home],
    [`/o/${organization}`, { at: 'list', organizationId: organization }],
    [`/o/${organization}/new-room`, { at: 'new-room', organizationId: organization }],
    [`/r/${room}`, { at: 'room', roomId: room, seq: null }],
    [`/r/${room}/m/17`, { at: 'room', roomId: room, seq: 17 }],
    [`/r/${room}/notes`, { at: 'room-page', roomId: room, page: 'notes', item: null }],
    [`/r/${room}/album/17`, { at: 'room-page', roomId: room, page: 'album', item: '17' }],
    [`/o/${organization}/stock`, { at: 'stock', organizationId: organization }],
    [`/o/${organization}/settings`, { at: 'organization', organizationId: organization }],
    ['/settings', { at: 'settings' }],
    ['/install', { at: 'install' }],
    ['/ringing', { at: 'ringing' }],
    ['/activation', { at: 'activation' }],
  ])('%s', (path, place) => {
    expect(placeOf(path)).toEqual(place)
    expect(pathOf(place)).toBe(path)
  })

  test.each([
    '/r/short',
    `/r/${room}/m/0`,
    `/r/${room}/m/x`,
    `/r/${room}/x`,
    '/settings/x',
    `/x/${room}`,
    '//',
    `/o/${organization}/x`,
  ])('%s leads home', (path) => {
    expect(placeOf(path)).toEqual(home)
  })
})
