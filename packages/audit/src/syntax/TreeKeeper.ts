import type { SourceFile } from './sourceFile';

/**
 * Characters of the trees that came too late to stay and are let go one after the other. More than one file, because
 * constants are followed into other files and back.
 */
const GUEST_CHARACTERS = 1024 * 1024;

/** Nodes of outlines that are kept at a time, some 500 bytes each. A new pass over a tree finds them again. */
const OUTLINE_NODES = 50_000;

interface Held {
  characters: number;
  /** Whether others make room for it: production code is asked for by nearly every check. */
  important: boolean;
}

/**
 * Bounds the native memory of syntax trees, 25 to 40 bytes for each character of text. Checks go over the files again
 * and again in the same order; of a circle that is longer than the memory, the longest unused is always what is needed
 * next. So the first trees stay, and what does not fit any more is let go after a few others.
 */
export class TreeKeeper {
  private readonly budget: number;
  private readonly held = new Map<SourceFile, Held>();
  /** Unimportant ones, the last that came is the first to go. */
  private readonly spare: SourceFile[] = [];
  private characters = 0;
  /** Those that did not fit, the longest unused first. */
  private readonly guests = new Map<SourceFile, number>();
  private guestCharacters = 0;
  /** Files with an outline and its nodes, the longest unused first. */
  private readonly outlines = new Map<SourceFile, number>();
  private outlineNodes = 0;

  constructor(budget: number) {
    this.budget = budget;
  }

  add(file: SourceFile, characters: number, important: boolean): void {
    if (this.held.has(file)) {
      return;
    }
    while (
      important &&
      this.characters + characters > this.budget &&
      this.spare.length > 0
    ) {
      this.drop(this.spare[this.spare.length - 1]);
    }
    if (this.characters + characters <= this.budget) {
      this.held.set(file, { characters, important });
      this.characters += characters;
      if (!important) {
        this.spare.push(file);
      }
      return;
    }
    this.guestCharacters += characters - (this.guests.get(file) ?? 0);
    this.guests.delete(file);
    this.guests.set(file, characters);
    for (const [oldest] of this.guests) {
      if (this.guestCharacters <= GUEST_CHARACTERS || oldest === file) {
        break;
      }
      this.drop(oldest);
    }
  }

  /** Lets a tree go that nobody needs any more. */
  drop(file: SourceFile): void {
    const held = this.held.get(file);
    const guest = this.guests.get(file);
    this.dropOutline(file);
    if (held) {
      this.held.delete(file);
      this.characters -= held.characters;
      if (!held.important) {
        this.spare.splice(this.spare.lastIndexOf(file), 1);
      }
    }
    if (guest !== undefined) {
      this.guests.delete(file);
      this.guestCharacters -= guest;
    }
    file.release();
  }

  /** Accounts for an outline that was made or used. */
  addOutline(file: SourceFile, nodes: number): void {
    this.outlineNodes += nodes - (this.outlines.get(file) ?? 0);
    this.outlines.delete(file);
    this.outlines.set(file, nodes);
    for (const [oldest] of this.outlines) {
      if (this.outlineNodes <= OUTLINE_NODES || oldest === file) {
        break;
      }
      oldest.releaseOutline();
      this.dropOutline(oldest);
    }
  }

  private dropOutline(file: SourceFile): void {
    this.outlineNodes -= this.outlines.get(file) ?? 0;
    this.outlines.delete(file);
  }
}
