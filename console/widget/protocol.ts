/**
 * What the widget's script on a site and the chat's page in its frame say to each other. None of it is a texter's: the
 * site's own scripts may be listening to anything that leaves the frame.
 *
 * Where the frame may store nothing, the script holds something for it that only the frame can open.
 */

/** The frame's first word, to whoever holds it: that it is there. */
export const HERE = 'holdfast:here';

/** The script's answer, to our own origin alone, with a port: everything after it goes through that. */
export const TAKE = 'holdfast:take';

export type FromFrame =
  /** Put the panel away; `escape`: that key was pressed, and a second press shall leave. */
  | { type: 'minimise'; escape: boolean }
  /** The frame has emptied itself, by itself or because it was told to: leave the whole page. */
  | { type: 'leave' }
  /** How many messages nobody has looked at, and whether somebody waits or talks. */
  | { type: 'state'; unread: number; talking: boolean }
  /** Hold this for the tab's next page; null: nothing any more. */
  | { type: 'hold'; sealed: string | null };

export type ToFrame =
  /** What was held; before everything else. */
  | { type: 'held'; sealed: string | null }
  /** Whether the panel is seen; `focus`: it was opened by a person, who wants to write. */
  | { type: 'shown'; shown: boolean; focus: boolean }
  /** The page is about to be left: empty yourself. */
  | { type: 'leave' };
