/** Asks again and again while somebody looks: keeps the last answer while it asks, and after a failure. */

export interface Polled<T> {
  readonly data?: T;
  /** Of the last attempt; gone with the next good answer. */
  readonly error?: unknown;
}

export interface Poller {
  /** Asks at once; what is under way is dropped, since it may be older than what the user just did. */
  refresh(): void;
  /** `false` while nobody looks: then nothing is asked; `true` asks at once. */
  setVisible(isVisible: boolean): void;
  stop(): void;
}

/** Begins at once; waits `pauseMs` after each answer. */
export function createPoller<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  pauseMs: number,
  onChange: (state: Polled<T>) => void,
): Poller {
  let state: Polled<T> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;

  const cancel = () => {
    clearTimeout(timer);
    current?.abort();
    current = undefined;
  };
  const run = async () => {
    cancel();
    const own = (current = new AbortController());
    let next: Polled<T>;
    try {
      next = { data: await ask(own.signal) };
    } catch (error) {
      next = { data: state.data, error };
    }
    if (own.signal.aborted) return;
    state = next;
    onChange(state);
    timer = setTimeout(() => void run(), pauseMs);
  };

  void run();
  return {
    refresh: () => void run(),
    setVisible: (isVisible) => {
      if (isVisible) void run();
      else cancel();
    },
    stop: cancel,
  };
}
