/** A sign that is shown once it has been there for a while, and until it has been away for a while. Pure. */

/** Milliseconds that a sign of the line must have been there, or away. */
export const LASTING = 4_000;

export interface Sign {
  shown: boolean;
  /** What was last seen, and since when. */
  seen: boolean;
  since: number;
}

export const ABSENT: Sign = { shown: false, seen: false, since: 0 };

/** After a look at `now`: the sign `comes` when it was seen for so many ms on end, and `goes` when it was not. */
export function lasting(before: Sign, seen: boolean, now: number, comes = LASTING, goes = LASTING): Sign {
  const since = seen === before.seen ? before.since : now;
  const lasted = now - since >= (seen ? comes : goes);
  return { seen, since, shown: lasted ? seen : before.shown };
}
