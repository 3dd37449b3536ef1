/** The paths of the server about ringing, which no first screen asks for. */
export const ringingPaths = {
  own: '/api/me/ringing',
  device: '/api/me/ringing/device',
  quietHours: '/api/me/ringing/quiet-hours',
  test: '/api/me/ringing/test',
  shown: '/api/ringing/shown',
}
