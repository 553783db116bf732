/**
 * Announcements: what all neighbours are told, and who has not seen it yet.
 */
import type { Neighbours } from './neighbours.js';
import type { Notice } from './notices.js';

interface Announcement {
  readonly waiting: Set<string>;
  readonly whenSeen: () => void;
}

export class Announcements {
  readonly #neighbours: Neighbours;
  readonly #underWay = new Map<number, Announcement>();
  #lastSerial = 0;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Tells all neighbours; calls back when all of them that are still there have seen it. */
  make(notice: (id: number, serial: number) => Notice, whenSeen: () => void): void {
    const serial = ++this.#lastSerial;
    const told = this.#neighbours.nodes.filter((node) => this.#neighbours.tell(node, (id) => notice(id, serial)));
    if (told.length === 0) whenSeen();
    else this.#underWay.set(serial, { waiting: new Set(told), whenSeen });
  }

  seen(node: string, serial: number): void {
    const announcement = this.#underWay.get(serial);
    if (announcement?.waiting.delete(node) !== true || announcement.waiting.size > 0) return;
    this.#underWay.delete(serial);
    announcement.whenSeen();
  }

  /** A neighbour is gone, and will see nothing more. */
  lost(node: string): void {
    for (const serial of [...this.#underWay.keys()]) this.seen(node, serial);
  }
}
