/**
 * Seeds at which the rack has found something, run again by each pass. A seed sets who says what where and which link breaks after how many bytes; when
 * a kill falls is the machine's to say, so it makes a fault likely again and not certain. What was found has a test of its own besides.
 */
export const keptSeeds: readonly { seed: number; found: string; test: string }[] = [
  {
    seed: 5,
    found:
      'an answer cut off amid its body stopped the room with “reload”, and a message that was stored showed as failed',
    test: 'test/web/api.test.ts',
  },
]

/** What the rack has found without a seed mattering. */
export const found: readonly { found: string; test: string }[] = [
  {
    found:
      'a local town that phones stormed while it started stood still for ever: its host waited for D1, and workerd for its host to read the log',
    test: 'test/tasks/host.test.ts',
  },
  {
    found: 'who opened a room while a frame for all waited to be joined got that frame before the welcome',
    test: 'test/durable/room-object.test.ts',
  },
  {
    found:
      'a phone whose clock was set back while its connection was lost, or while it was told to slow down, waited as long as the clock went back',
    test: 'test/web/steady-clock.test.ts',
  },
  {
    found: 'a room list over HTTP did not name its version, so a client too old was not told to reload there',
    test: 'test/web/paths.test.ts',
  },
]
