/**
 * Every limit of the system, in one place. A comment gives the source where the number is not ours.
 * Tests prove that each default bites; only the bench raises `maxMessagesPerWindow`.
 */
export const limits = {
  /** Text of one message, in graphemes as people count them, and in UTF-8 bytes. */
  maxTextGraphemes: 4_000,
  maxTextBytes: 16 * 1024,
  maxMentions: 100,
  maxNameGraphemes: 60,
  maxPurposeGraphemes: 200,

  /** One client frame, in UTF-8 bytes; a larger one closes the socket with 1009. OWASP WebSocket cheat sheet: 64 KB. */
  maxFrameBytes: 64 * 1024,
  /** One HTTP body, unless its route says otherwise. */
  maxBodyBytes: 64 * 1024,

  /** Above this many messages of one member in the window the answer is `slow_down`. */
  maxMessagesPerWindow: 20,
  /** Above this many frames of one socket in the window the socket closes with `flooding`. */
  maxFramesPerWindow: 200,
  rateWindowMs: 10_000,
  /** Frames that do not decode; one more closes the socket. */
  maxMalformedFrames: 5,
  maxSocketsPerMember: 20,

  /** Entries that a catch-up carries; when more was missed, this many of the newest and a page around the own pointer. */
  maxCatchUpEntries: 1_000,
  /** Characters of a catch-up; where those many entries are longer, it is as if more than a bounded number was missed. */
  maxCatchUpLength: 500_000,
  tailEntries: 100,
  pageEntries: 50,
  maxPageEntries: 200,
  /** Read counts are told live for this many of the newest entries; older ones come with their page. */
  liveReadTail: 100,

  /** Near cadence of read pointers, and one row of pointers is written per window. */
  gatherWindowMs: 50,
  /** Who writes within this time of another member's message writes together with them: their messages share a commit and a frame. */
  writingTogetherMs: 100,
  /** So long they are gathered, by the sockets of the room (docs/performance.md has a frame's cost), and so long at most. */
  gatherWritingMsPerSocket: 0.008,
  maxGatherWritingMs: 20,
  /** Wide cadence: told when the count moved by this share of the members (gathered so long, so that a storm of reads is told once), or so long after the last move. */
  wideGatherMs: 200,
  wideShare: 0.05,
  wideQuietMs: 10_000,
  /** A room reports to its lobby this long after a change; a lobby tells a device at most this often. */
  lobbyReportMs: 200,
  lobbyTellMs: 250,
  /** A report that failed is repeated after this time, doubling up to the second number. */
  retryMs: 1_000,
  maxRetryMs: 60_000,
  /** A room's alarm waits so long for what it sees to; what lasts longer goes on beside the next one. */
  alarmWaitMs: 2_000,
  /** How often a lobby looks for directory changes that were not delivered, while there may be some. */
  outboxRetryMs: 4_000,

  accessTokenMs: 10 * 60_000,
  /** A refresh token unused for this long ends with its device. */
  deviceIdleMs: 90 * 24 * 3_600_000,
  /** An open socket is closed after this time at the latest. */
  socketLifetimeMs: 30 * 24 * 3_600_000,
  /** The first screen waits so long for a room list, and then goes without it. */
  startWaitMs: 1_500,
  /** The previous refresh token goes on for this long after its successor was used. */
  refreshGraceMs: 60_000,
  rememberedRefreshHashes: 16,
  knownDeviceMs: 180 * 24 * 3_600_000,
  maxDevicesPerAccount: 20,
  /** Devices that an account remembers having ended, to tell them when they come again; each for `deviceIdleMs`. */
  maxEndedDevices: 40,
  activationMs: 14 * 24 * 3_600_000,
  maxActivationTries: 5,

  minPasswordCharacters: 8,
  maxPasswordBytes: 1_024,

  /**
   * So long a message waits before anybody is rung: who has the room on screen has read it by then. Whoever had it on screen and has not read
   * is looked at once more after the second time.
   */
  ringGraceMs: 1_500,
  ringOnScreenMs: 60_000,
  /** A socket whose client has given no sign of life for this long is not on anybody's screen. A client asks every 25 s. */
  onScreenMs: 40_000,
  /** What is older when a lobby first hears of it rings nobody. */
  ringFreshMs: 10 * 60_000,
  /** Newest entries that a report says something about for ringing. */
  maxFreshEntries: 50,
  /** 緊急 rings again after this time whoever has not read it, so many times in all. */
  urgentAgainMs: 3 * 60_000,
  maxUrgentRings: 4,
  /** People of one queue message. A push costs three calls, and a Worker may make 1,000 in one run (Cloudflare, 2026). */
  ringPartPeople: 20,
  /** A part of a ring that was not reported done by then is given to the queue again, and so on with growing pauses; then it is given up. */
  ringAgainMs: 45_000,
  ringGiveUpMs: 3_600_000,
  /** A device that is being rung is not rung by anybody else for so long. */
  ringLeaseMs: 30_000,
  /** A push service has this long to answer. */
  pushAnswerMs: 10_000,
  /** Pushes under way at once in one run; a Worker may have six connections (Cloudflare, 2026). */
  pushesAtOnce: 6,
  /** How long a push service keeps what it cannot deliver: a message; 緊急, until it rings again; a probe. */
  pushKeptMs: 24 * 3_600_000,
  urgentKeptMs: 3 * 60_000,
  probeKeptMs: 6 * 3_600_000,
  /** Who was rung when is kept so long; for 緊急, the second. */
  ringRecordMs: 2 * 24 * 3_600_000,
  urgentRecordMs: 30 * 24 * 3_600_000,
  /** A device is probed when nothing was shown on it for this long; without a sign for twice as long it is not counted on. */
  probeEveryMs: 7 * 24 * 3_600_000,
  /** A device that shows what it gets is asked for a receipt so often, and with every push once it has not given one. */
  receiptEveryMs: 3_600_000,
  /** A push that was not shown so long after it was sent makes a device doubtful, and after the second time not counted on. */
  shownWithinMs: 10 * 60_000,
  shownAtLastMs: 24 * 3_600_000,
  /** Own checks of a device, and a desk's of a room, at most so often. */
  testEveryMs: 5_000,
  probeRoomEveryMs: 60_000,

  /** Photos and files of one message. */
  maxFiles: 20,
  maxPhotoBytes: 10 * 1024 * 1024,
  maxFileBytes: 25 * 1024 * 1024,
  /** What a photo may say that it has; the largest cameras of phones make 200 megapixels (2026). */
  maxPhotoPixels: 256_000_000,
  /** The small picture of a photo: 320 px on its long edge. */
  maxThumbBytes: 64 * 1024,
  /** A photo as it leaves a phone: its long edge, that of its small picture, and bytes. */
  photoEdgePixels: 1_600,
  thumbEdgePixels: 320,
  maxShrunkBytes: 350 * 1024,
  /** What one message may carry altogether: until it has left, all of it lies on the device. */
  maxCarriedBytes: 100 * 1024 * 1024,
  /** A longer name keeps its beginning and its ending, in UTF-8 bytes. */
  maxFileNameBytes: 200,
  /** What our own clients send of an upload at once, and what is read of it at once. A room keeps bytes in rows of the second size, each committed when it is there. */
  maxUploadBodyBytes: 256 * 1024,
  uploadPieceBytes: 32 * 1024,
  /** Uploads of one member that no message carries yet, and bytes of all that a room holds until R2 has them. */
  maxUploadsPerMember: 80,
  maxWaitingBytes: 2 * 1024 * 1024 * 1024,
  /** An upload that did not become whole, or that no message names, goes after this time. */
  uploadLifetimeMs: 24 * 3_600_000,
  /** Of a body without end or pause: what is new after so many bytes is committed in larger pieces, so that 25 MB are 200 calls (Cloudflare, 2026: 1,000). */
  uploadStrideBytes: 128 * 1024,
  /** A body that brings nothing for so long has ended, and so has one that takes so long in all; one of JSON has the first time for the whole. */
  bodyPauseMs: 30_000,
  bodyMs: 10 * 60_000,
  /** What the rooms of an organization may hold together, unless its administrators say otherwise; a room whose lobby never told it what the others hold, alone. */
  storageBytes: 50 * 1024 ** 3,
  maxStorageBytes: 1024 ** 5,
  untoldStorageBytes: 1024 ** 3,
  /** How often a room looks whether R2 has its files, how many that are missing it asks for by themselves at a time, and when it goes on where there are more or R2 did not answer. */
  mostLostAtOnce: 200,
  fileCheckMs: 24 * 3_600_000,
  fileCheckAgainMs: 3_600_000,
  /** Who sends lost bytes again has the upload until nothing came for so long. */
  sendAgainMs: 60_000,

  /** Photos or files that a page of a room's album is made from, and at most. */
  albumPage: 60,
  maxAlbumPage: 200,

  /** Notes of one room, archived ones included; a note's title and body, in graphemes and in UTF-8 bytes. */
  maxNotes: 500,
  maxNoteTitleGraphemes: 100,
  maxNoteGraphemes: 20_000,
  maxNoteBytes: 48 * 1024,
  /** Newest revisions of a note that its history lists; all are kept. */
  maxListedRevisions: 200,

  /** How long a position is shared, as somebody chooses. */
  shortShareMs: 15 * 60_000,
  longShareMs: 3_600_000,
  /** Positions of one member above this pace are answered `slow_down`. A client tells one every 15 s at most. */
  positionEveryMs: 5_000,
  /** The last position of a sharing that nobody stopped is erased after this time. */
  positionKeptMs: 24 * 3_600_000,
  /** Messages with a place of one answer. */
  maxPlaces: 200,

  /** Messages with photos of which a room tells the directory at once. */
  photosToldAtOnce: 20,
  /** What is said of a photo, each in UTF-16 units. Photos of one page of the stock. */
  maxPhotoWords: 200,
  stockPage: 60,
  /** Photos of which the same is said at once. */
  maxPhotosToldOf: 100,
  /** Photos of one zip, and their bytes. A selection waits so long for its download. */
  maxZipFiles: 500,
  maxZipBytes: 2 * 1024 * 1024 * 1024,
  selectionMs: 15 * 60_000,
  /** Selections of one person that wait at a time. */
  maxSelections: 10,

  /** One D1 statement. Cloudflare D1 limits, 2026: 100 bound parameters. */
  maxBoundParameters: 100,
} as const
