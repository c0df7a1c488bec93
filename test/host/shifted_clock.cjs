/** Loaded before all else in a host whose clock is to be wrong, and in its worker threads (`--import` would leave those out): shifts what `Date` takes for now. */
'use strict';
const { readFileSync } = process.getBuiltinModule('node:fs');

const LOOK_EVERY_MS = 100;
const RightDate = Date;
let aheadMs = 0;

function look() {
  aheadMs = Number(readFileSync(process.env.CLOCK_AHEAD_FILE, 'utf8'));
}

look();
setInterval(look, LOOK_EVERY_MS).unref();

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Date.now()] : parts));
  }

  static now() {
    return RightDate.now() + aheadMs;
  }
};
