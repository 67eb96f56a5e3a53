/** When the browser has nothing better to do. Safari, which cannot tell, gets a second. */
export function idle(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const { requestIdleCallback: whenIdle } = globalThis as {
      readonly requestIdleCallback?: typeof requestIdleCallback;
    };
    if (whenIdle === undefined) setTimeout(done, 1000);
    else whenIdle(done);
    function done(): void {
      if (!signal.aborted) resolve();
    }
  });
}
