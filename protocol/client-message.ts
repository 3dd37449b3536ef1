import * as v from 'valibot'
import { reactionCodes } from './entry.ts'
import { NamedFile } from './file.ts'
import { GeoPlace } from './geo-place.ts'
import { ClientId, EpochMs, MemberNo, Seq } from './ids.ts'
import { limits } from './limits.ts'
import { OpenMap, Position } from './position.ts'

const mentions = v.optional(v.pipe(v.array(MemberNo), v.maxLength(limits.maxMentions)))

export const Post = v.strictObject({
  t: v.literal('post'),
  id: ClientId,
  text: v.string(),
  mentions,
  replyTo: v.optional(Seq),
  /** Own whole uploads of this room that no message carries yet; with them the text may be empty. */
  files: v.optional(v.pipe(v.array(NamedFile), v.minLength(1), v.maxLength(limits.maxFiles))),
  sentAt: v.optional(EpochMs),
  actedAt: v.optional(EpochMs),
  /** 緊急: rings through what people have set, and again until read; for whom the organization lets. */
  urgent: v.optional(v.literal(true)),
  /** A place that goes with the text. */
  place: v.optional(GeoPlace),
})
export const Correct = v.strictObject({
  t: v.literal('correct'),
  id: ClientId,
  target: Seq,
  text: v.string(),
  mentions,
  sentAt: v.optional(EpochMs),
})
export const Retract = v.strictObject({
  t: v.literal('retract'),
  id: ClientId,
  target: Seq,
  sentAt: v.optional(EpochMs),
})
/** Sets the own reaction, or takes it back with null. */
export const React = v.strictObject({
  t: v.literal('react'),
  id: ClientId,
  target: Seq,
  code: v.nullable(v.picklist(reactionCodes)),
})
export const Pin = v.strictObject({ t: v.literal('pin'), id: ClientId, target: Seq, pinned: v.boolean() })

/** “I have read up to here.” Repeated by the client until an answer or an update carries `pointer` ≥ seq. */
export const Read = v.strictObject({ t: v.literal('read'), seq: Seq })
/** Opens the read sheet of an entry, kept live on this socket; null closes it. One sheet a socket. */
export const OpenSheet = v.strictObject({ t: v.literal('sheet'), seq: v.nullable(Seq) })
/** Whether somebody looks at this socket's room: whoever does is not rung. A new socket counts as looked at. */
export const Look = v.strictObject({ t: v.literal('look'), here: v.boolean() })
/** A page of older entries: those before `before`, newest last. */
export const AskPage = v.strictObject({
  t: v.literal('page'),
  before: Seq,
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.maxPageEntries))),
})
/** The earlier versions of an entry, for whom the organization allows it. */
export const AskVersions = v.strictObject({ t: v.literal('versions'), seq: Seq })

/** What changes a room, over either transport. */
export const Command = v.variant('t', [Post, Correct, Retract, React, Pin, Read])
export type Command = v.InferOutput<typeof Command>

/** What may be asked for over HTTP besides: what a room keeps out of its log. */
export const HttpCommand = v.variant('t', [Post, Correct, Retract, React, Pin, Read, Position])
export type HttpCommand = v.InferOutput<typeof HttpCommand>

/** What asks and changes nothing. */
export const Question = v.variant('t', [OpenSheet, AskPage, AskVersions])
export type Question = v.InferOutput<typeof Question>

/** One frame up. */
export const ClientMessage = v.variant('t', [
  Post,
  Correct,
  Retract,
  React,
  Pin,
  Read,
  OpenSheet,
  AskPage,
  AskVersions,
  Look,
  Position,
  OpenMap,
])
export type ClientMessage = v.InferOutput<typeof ClientMessage>

export type Post = v.InferOutput<typeof Post>
export type Correct = v.InferOutput<typeof Correct>
export type Retract = v.InferOutput<typeof Retract>
export type React = v.InferOutput<typeof React>
export type Pin = v.InferOutput<typeof Pin>
export type Read = v.InferOutput<typeof Read>

/** Where a client stands; part of the upgrade request and of every poll, as query parameters. */
export const Hello = v.strictObject({
  version: v.number(),
  /** Newest entry and newest mark that the client holds; 0 and 0 for nothing. */
  seq: Seq,
  rev: v.number(),
  /** Roster version that the client holds; 0 for none. */
  roster: v.number(),
  /** Own read pointer that the client wants known; the room takes the farther one. */
  read: v.optional(Seq),
})
export type Hello = v.InferOutput<typeof Hello>
